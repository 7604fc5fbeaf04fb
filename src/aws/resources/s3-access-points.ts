import {
  type AccessPoint,
  GetAccessPointCommand,
  ListAccessPointsCommand,
  ListMultiRegionAccessPointsCommand,
  type MultiRegionAccessPointReport,
} from '@aws-sdk/client-s3-control';
import {
  type S3AccessPoint,
  type S3MultiRegionAccessPoint,
  s3AccessPoint,
  s3MultiRegionAccessPoint,
} from '../../rules/s3/resources';
import { whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';
import { flagsOf } from './s3';

const ACCESS_POINTS_PAGE = 1000;
const MULTI_REGION_PAGE = 100;

export function s3AccessPointReaders(session: AwsSession): Readers {
  const { region, accountId: AccountId, partition } = session;
  const points = new Source('s3control:ListAccessPoints', region);

  const toPoint = (listed: AccessPoint): S3AccessPoint => {
    const Name = points.required(listed.Name, 'Name');
    return {
      id: Name,
      arn: listed.AccessPointArn ?? `arn:${partition}:s3:${region}:${AccountId}:accesspoint/${Name}`,
      region,
      name: Name,
      bucket: listed.Bucket ?? '',
      networkOrigin: listed.NetworkOrigin ?? '',
      publicAccessBlock: session.question(async () => {
        const command = new GetAccessPointCommand({ AccountId, Name });
        const answer = await whileItExists(session.clients.s3ControlIn(region).send(command), [
          'NoSuchAccessPoint',
        ]);
        const source = new Source('s3control:GetAccessPoint', region);
        return flagsOf(answer.PublicAccessBlockConfiguration, source);
      }),
    };
  };

  const multiRegion = new Source('s3control:ListMultiRegionAccessPoints', 'global');
  const toMultiRegion = (listed: MultiRegionAccessPointReport): S3MultiRegionAccessPoint | null => {
    const name = multiRegion.required(listed.Name, 'Name');
    if (listed.Status === 'DELETING') return null;
    return {
      id: name,
      arn: `arn:${partition}:s3::${AccountId}:accesspoint/${listed.Alias ?? name}`,
      region: 'global',
      name,
      buckets: (listed.Regions ?? []).flatMap(({ Bucket }) => Bucket ?? []),
      get publicAccessBlock() {
        return flagsOf(listed.PublicAccessBlock, multiRegion);
      },
    };
  };

  return {
    [s3AccessPoint.key]: () =>
      readListing(
        {
          source: points,
          page: (NextToken) =>
            session.clients
              .s3ControlIn(region)
              .send(new ListAccessPointsCommand({ AccountId, MaxResults: ACCESS_POINTS_PAGE, NextToken })),
          items: (page) => page.AccessPointList,
          next: (page) => page.NextToken,
        },
        toPoint,
      ),
    [s3MultiRegionAccessPoint.key]: () =>
      readListing(
        {
          source: multiRegion,
          page: (NextToken) =>
            session.clients.s3ControlOfMultiRegion().send(
              new ListMultiRegionAccessPointsCommand({
                AccountId,
                MaxResults: MULTI_REGION_PAGE,
                NextToken,
              }),
            ),
          items: (page) => page.AccessPoints,
          next: (page) => page.NextToken,
        },
        toMultiRegion,
      ),
  };
}
