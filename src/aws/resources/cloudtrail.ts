import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail as ListedTrail,
} from '@aws-sdk/client-cloudtrail';
import {
  type CloudTrailAccount,
  cloudTrailAccount,
  type Trail,
  type TrailBucket,
  type TrailResource,
  trail,
  trailBucket,
} from '../../rules/cloudtrail/resources';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';
import type { S3Resources } from './s3';

export function cloudTrailReaders(session: AwsSession, s3: Pick<S3Resources, 'bucketNamed'>): Readers {
  const { accountId } = session;
  const listed = session.question(async () => {
    const source = new Source('cloudtrail:DescribeTrails', 'global');
    const command = new DescribeTrailsCommand({ includeShadowTrails: true });
    const answer = await session.clients.global('cloudtrail', CloudTrailClient).send(command);
    return source.required(answer.trailList, 'its list');
  });
  const everywhere = new Source('cloudtrail:DescribeTrails', 'global');
  const trails = session.question(async () =>
    (await listed()).map((each) => toTrail(session, everywhere, each)),
  );

  const account: CloudTrailAccount = {
    id: session.accountId,
    arn: session.rootArn,
    region: 'global',
    trails,
  };

  const own = (each: ListedTrail) => accountIn(each.TrailARN) === accountId;
  const here = new Source('cloudtrail:DescribeTrails', session.region);
  const toResource = (each: ListedTrail): TrailResource | null => {
    const arn = here.required(each.TrailARN, 'TrailARN');
    // An organization's trail is judged in the account that owns it.
    if (!own(each) || each.HomeRegion !== session.region) return null;
    return {
      id: each.Name ?? arn,
      arn,
      region: session.region,
      name: each.Name ?? arn,
      kmsKeyId: each.KmsKeyId ?? null,
      get logFileValidation() {
        return here.required(each.LogFileValidationEnabled, `LogFileValidationEnabled of ${arn}`);
      },
    };
  };
  const toTrailBucket = (each: ListedTrail): TrailBucket | null => {
    const arn = everywhere.required(each.TrailARN, 'TrailARN');
    if (!own(each)) return null;
    const bucketName = everywhere.required(each.S3BucketName, `S3BucketName of ${arn}`);
    return {
      id: each.Name ?? arn,
      arn,
      region: 'global',
      name: each.Name ?? arn,
      bucketName,
      bucket: () => s3.bucketNamed(bucketName),
    };
  };

  return {
    [cloudTrailAccount.key]: async () => ({ resources: [account], failures: [] }),
    [trail.key]: () =>
      readListing(
        {
          source: here,
          page: () =>
            session.clients
              .regional('cloudtrail', CloudTrailClient)
              .send(new DescribeTrailsCommand({ includeShadowTrails: false })),
          items: (page) => page.trailList,
          next: () => undefined,
        },
        toResource,
      ),
    [trailBucket.key]: () =>
      readListing(
        { source: everywhere, page: listed, items: (page) => page, next: () => undefined },
        toTrailBucket,
      ),
  };
}

const accountIn = (arn: string | undefined) => arn?.split(':')[4];

function toTrail(session: AwsSession, source: Source, trail: ListedTrail): Trail {
  const arn = source.required(trail.TrailARN, 'TrailARN');
  const homeRegion = trail.HomeRegion ?? source.required(arn.split(':')[3], 'HomeRegion');
  const client = () => session.clients.in(homeRegion, 'cloudtrail', CloudTrailClient);
  return {
    name: trail.Name ?? arn,
    arn,
    homeRegion,
    isMultiRegion: source.required(trail.IsMultiRegionTrail, `IsMultiRegionTrail of ${arn}`),
    isOrganization: trail.IsOrganizationTrail ?? false,
    isLogging: session.question(async () => {
      const answer = await client().send(new GetTrailStatusCommand({ Name: arn }));
      return new Source('cloudtrail:GetTrailStatus', homeRegion).required(answer.IsLogging, 'IsLogging');
    }),
    eventSelectors: session.question(async () => {
      const answer = await client().send(new GetEventSelectorsCommand({ TrailName: arn }));
      // An answer without its ARN is not CloudTrail's; a trail without selectors still has one.
      new Source('cloudtrail:GetEventSelectors', homeRegion).required(answer.TrailARN, 'TrailARN');
      return { basic: answer.EventSelectors ?? [], advanced: answer.AdvancedEventSelectors ?? [] };
    }),
  };
}
