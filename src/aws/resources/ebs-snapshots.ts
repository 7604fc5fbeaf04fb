import { DescribeSnapshotsCommand, EC2Client, type Snapshot } from '@aws-sdk/client-ec2';
import { type EbsSnapshot, ebsSnapshot } from '../../rules/ebs/resources';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

export function ebsSnapshotReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);
  const snapshots = new Source('ec2:DescribeSnapshots', region);

  const toSnapshot = (listed: Snapshot): EbsSnapshot => {
    const id = snapshots.required(listed.SnapshotId, 'SnapshotId');
    const tags = tagsOf(listed.Tags);
    return {
      id,
      arn: `arn:${partition}:ec2:${region}::snapshot/${id}`,
      region,
      ...nameOf(listed.Tags),
      tags,
      volumeId: listed.VolumeId ?? null,
      sizeGiB: listed.VolumeSize ?? 0,
      description: listed.Description ?? '',
      managedBy: managerOf(tags, listed.Description ?? ''),
      get startedAt() {
        return snapshots.required(listed.StartTime, `StartTime of ${id}`).getTime();
      },
      images: async () =>
        (await lists.images.all())
          .filter(({ BlockDeviceMappings = [] }) =>
            BlockDeviceMappings.some(({ Ebs }) => Ebs?.SnapshotId === id),
          )
          .flatMap(({ ImageId }) => ImageId ?? []),
    };
  };

  return {
    [ebsSnapshot.key]: () =>
      readListing(
        {
          source: snapshots,
          page: (NextToken) =>
            ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.Snapshots,
          next: (page) => page.NextToken,
        },
        toSnapshot,
      ),
  };
}

/** Both leave system tags on what they make. Source: https://docs.aws.amazon.com/ebs/latest/userguide/dlm-elements.html */
function managerOf(tags: Record<string, string>, description: string): string | null {
  const keys = Object.keys(tags);
  if (keys.some((key) => key.startsWith('aws:backup:'))) return 'AWS Backup';
  if (/^This snapshot is created by the AWS Backup service/.test(description)) return 'AWS Backup';
  return keys.some((key) => key.startsWith('aws:dlm:')) ? 'Data Lifecycle Manager' : null;
}
