import {
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  GetEbsEncryptionByDefaultCommand,
  GetSnapshotBlockPublicAccessStateCommand,
  type Snapshot,
  type Volume,
} from '@aws-sdk/client-ec2';
import {
  type EbsPublicSnapshot,
  type EbsRegion,
  type EbsVolume,
  ebsPublicSnapshot,
  ebsRegion,
  ebsVolume,
} from '../../rules/ebs/resources';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

export function ebsReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);

  const encryptionByDefault = session.question(async () => {
    const answer = await ec2.send(new GetEbsEncryptionByDefaultCommand({}));
    const source = new Source('ec2:GetEbsEncryptionByDefault', region);
    return source.required(answer.EbsEncryptionByDefault, 'EbsEncryptionByDefault');
  });

  const snapshotBlockPublicAccess = session.question(async () => {
    const answer = await ec2.send(new GetSnapshotBlockPublicAccessStateCommand({}));
    return new Source('ec2:GetSnapshotBlockPublicAccessState', region).required(answer.State, 'State');
  });

  const settings: EbsRegion = {
    id: accountId,
    arn: session.rootArn,
    region,
    encryptionByDefault,
    snapshotBlockPublicAccess,
  };

  const volumes = new Source('ec2:DescribeVolumes', region);
  const toVolume = (volume: Volume): EbsVolume => {
    const id = volumes.required(volume.VolumeId, 'VolumeId');
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:volume/${id}`,
      region,
      ...nameOf(volume.Tags),
      tags: tagsOf(volume.Tags),
      sizeGiB: volume.Size ?? 0,
      volumeType: volume.VolumeType ?? '',
      attachedTo: (volume.Attachments ?? []).flatMap(({ InstanceId }) => InstanceId ?? []),
      get state() {
        return volumes.required(volume.State, `State of ${id}`);
      },
      get encrypted() {
        return volumes.required(volume.Encrypted, `Encrypted of ${id}`);
      },
      get createdAt() {
        return volumes.required(volume.CreateTime, `CreateTime of ${id}`).getTime();
      },
    };
  };

  const snapshots = new Source('ec2:DescribeSnapshots', region);
  const toSnapshot = (snapshot: Snapshot): EbsPublicSnapshot => {
    const id = snapshots.required(snapshot.SnapshotId, 'SnapshotId');
    return {
      id,
      arn: `arn:${partition}:ec2:${region}::snapshot/${id}`,
      region,
      ...nameOf(snapshot.Tags),
      tags: tagsOf(snapshot.Tags),
      volumeId: snapshot.VolumeId ?? null,
      sizeGiB: snapshot.VolumeSize ?? 0,
      description: snapshot.Description ?? '',
      snapshotBlockPublicAccess,
      get encrypted() {
        return snapshots.required(snapshot.Encrypted, `Encrypted of ${id}`);
      },
      get startedAt() {
        return snapshots.required(snapshot.StartTime, `StartTime of ${id}`).getTime();
      },
    };
  };

  return {
    [ebsRegion.key]: async () => ({ resources: [settings], failures: [] }),
    [ebsVolume.key]: () =>
      readListing(
        {
          source: volumes,
          page: (NextToken) => ec2.send(new DescribeVolumesCommand({ MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.Volumes,
          next: (page) => page.NextToken,
        },
        toVolume,
      ),
    [ebsPublicSnapshot.key]: () =>
      readListing(
        {
          source: snapshots,
          page: (NextToken) =>
            ec2.send(
              new DescribeSnapshotsCommand({
                OwnerIds: ['self'],
                RestorableByUserIds: ['all'],
                MaxResults: EC2_PAGE,
                NextToken,
              }),
            ),
          items: (page) => page.Snapshots,
          next: (page) => page.NextToken,
        },
        toSnapshot,
      ),
  };
}
