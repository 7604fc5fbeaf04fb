import type {
  DescribeImagesRequest,
  DescribeImagesResult,
  DescribeSnapshotAttributeRequest,
  DescribeSnapshotAttributeResult,
  DescribeSnapshotsRequest,
  DescribeSnapshotsResult,
  DescribeVolumesRequest,
  DescribeVolumesResult,
  Image,
  Snapshot,
  Volume,
  VolumeType,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../service';
import { AwsError } from '../../wire/aws-error';
import { resourceId } from '../../world';
import { here, zoneOf } from '../regional';
import { applyFilters, idOf, pageOf, selectIds, tagList } from './common';
import { instanceId } from './instances';

export function describeVolumes(input: DescribeVolumesRequest, call: Call): DescribeVolumesResult {
  const selected = selectIds(
    volumes(call),
    {
      ids: input.VolumeIds,
      idOf: (volume) => volume.VolumeId,
      parameter: 'volumeSet',
      notFound: 'InvalidVolume',
    },
    input.MaxResults,
  );
  const filtered = applyFilters(selected, input.Filters, {
    'volume-id': (volume) => [volume.VolumeId],
    status: (volume) => [volume.State],
    encrypted: (volume) => [String(volume.Encrypted)],
    'volume-type': (volume) => [volume.VolumeType],
    'availability-zone': (volume) => [volume.AvailabilityZone],
    'attachment.instance-id': (volume) =>
      (volume.Attachments ?? []).map((attachment) => attachment.InstanceId),
  });
  const { items, next } = pageOf(filtered, input, call);
  return { Volumes: items, NextToken: next };
}

function volumes(call: Call): Volume[] {
  const { instances, volumes: declared } = here(call);
  const roots = Object.entries(instances)
    .filter(([, instance]) => instance.state !== 'terminated')
    .map(([name, instance]) =>
      volumeOf(call, `${name}-root`, {
        size: instance.rootSize,
        type: 'gp3',
        encrypted: instance.rootEncrypted,
        attachedTo: name,
        age: instance.age,
        tags: instance.tags,
      }),
    );
  return [...roots, ...Object.entries(declared).map(([name, volume]) => volumeOf(call, name, volume))];
}

function volumeOf(
  call: Call,
  name: string,
  volume: {
    id?: string | undefined;
    size: number;
    type: string;
    encrypted: boolean;
    attachedTo?: string | undefined;
    age: number;
    tags: Record<string, string>;
  },
): Volume {
  const VolumeId = idOf(call, 'vol', name, volume.id);
  const { attachedTo } = volume;
  return {
    VolumeId,
    Size: volume.size,
    VolumeType: toVolumeType(volume.type),
    Encrypted: volume.encrypted,
    ...(volume.encrypted
      ? {
          KmsKeyId: `arn:aws:kms:${call.region}:${call.account.id}:key/${resourceId('ebs', call.account.id)}`,
        }
      : {}),
    State: attachedTo === undefined ? 'available' : 'in-use',
    CreateTime: call.world.dateOf(volume.age),
    AvailabilityZone: zoneOf(call, attachedTo ?? name),
    SnapshotId: '',
    MultiAttachEnabled: false,
    Attachments:
      attachedTo === undefined
        ? []
        : [
            {
              VolumeId,
              InstanceId: instanceId(call, attachedTo),
              Device: name.endsWith('-root') ? '/dev/xvda' : '/dev/sdf',
              State: 'attached',
              AttachTime: call.world.dateOf(volume.age),
              DeleteOnTermination: name.endsWith('-root'),
            },
          ],
    Tags: tagList(call, name, volume.tags),
  };
}

interface SharedSnapshot extends Snapshot {
  isPublic: boolean;
  sharedWith: string[];
}

export function describeSnapshots(input: DescribeSnapshotsRequest, call: Call): DescribeSnapshotsResult {
  const self = call.account.id;
  const resolve = (ids: string[] | undefined) => ids?.map((id) => (id === 'self' ? self : id)) ?? [];
  const owners = resolve(input.OwnerIds);
  const restorableBy = resolve(input.RestorableByUserIds);
  const selected = selectIds(
    visibleSnapshots(call),
    {
      ids: input.SnapshotIds,
      idOf: (snapshot) => snapshot.SnapshotId,
      parameter: 'snapshotSet',
      notFound: 'InvalidSnapshot',
    },
    input.MaxResults,
  )
    .filter((snapshot) => owners.length === 0 || owners.includes(snapshot.OwnerId ?? ''))
    .filter(
      (snapshot) =>
        restorableBy.length === 0 ||
        restorableBy.some(
          (user) =>
            (user === 'all' && snapshot.isPublic) ||
            user === snapshot.OwnerId ||
            snapshot.sharedWith.includes(user),
        ),
    );
  const filtered = applyFilters(selected, input.Filters, {
    'snapshot-id': (snapshot) => [snapshot.SnapshotId],
    'owner-id': (snapshot) => [snapshot.OwnerId],
    'volume-id': (snapshot) => [snapshot.VolumeId],
    status: (snapshot) => [snapshot.State],
    encrypted: (snapshot) => [String(snapshot.Encrypted)],
    description: (snapshot) => [snapshot.Description],
  });
  const { items, next } = pageOf(filtered, input, call);
  return { Snapshots: items, NextToken: next };
}

export function describeSnapshotAttribute(
  input: DescribeSnapshotAttributeRequest,
  call: Call,
): DescribeSnapshotAttributeResult {
  const snapshot = snapshotsOf(call).find((candidate) => candidate.SnapshotId === input.SnapshotId);
  if (!snapshot)
    throw new AwsError('InvalidSnapshot.NotFound', 400, `The snapshot '${input.SnapshotId}' does not exist.`);
  if (input.Attribute !== 'createVolumePermission') return { SnapshotId: input.SnapshotId, ProductCodes: [] };
  return {
    SnapshotId: input.SnapshotId,
    CreateVolumePermissions: [
      ...(snapshot.isPublic ? [{ Group: 'all' as const }] : []),
      ...snapshot.sharedWith.map((UserId) => ({ UserId })),
    ],
  };
}

/** The account's own, and those of others that are public or shared with it. */
function visibleSnapshots(call: Call): SharedSnapshot[] {
  const foreign = call.world.estate.accounts
    .filter((account) => account.id !== call.account.id)
    .flatMap((account) => {
      const isBlocked = account.regions[call.region]?.ebs.snapshotBlock === 'block-all-sharing';
      return snapshotsOf({ ...call, account }).filter(
        (snapshot) => (snapshot.isPublic && !isBlocked) || snapshot.sharedWith.includes(call.account.id),
      );
    });
  return [...snapshotsOf(call), ...foreign];
}

function snapshotsOf(call: Call): SharedSnapshot[] {
  return Object.entries(here(call).snapshots).map(([name, snapshot]) => ({
    SnapshotId: idOf(call, 'snap', name, snapshot.id),
    OwnerId: call.account.id,
    VolumeId: snapshot.volumeId ?? resourceId('vol', call.account.id, call.region, name),
    VolumeSize: snapshot.size,
    Encrypted: snapshot.encrypted,
    State: 'completed',
    Progress: '100%',
    StorageTier: 'standard',
    Description: snapshot.description,
    StartTime: call.world.dateOf(snapshot.age),
    Tags: tagList(call, name, snapshot.tags),
    isPublic: snapshot.public,
    sharedWith: snapshot.sharedWith,
  }));
}

export function describeImages(input: DescribeImagesRequest, call: Call): DescribeImagesResult {
  const owners = (input.Owners ?? []).map((owner) => (owner === 'self' ? call.account.id : owner));
  const foreign = call.world.estate.accounts
    .filter((account) => account.id !== call.account.id)
    .flatMap((account) => imagesOf({ ...call, account }).filter((image) => image.Public));
  const selected = selectIds(
    [...imagesOf(call), ...foreign],
    {
      ids: input.ImageIds,
      idOf: (image) => image.ImageId,
      parameter: 'imagesSet',
      notFound: 'InvalidAMIID',
    },
    input.MaxResults,
  )
    .filter((image) => input.IncludeDisabled === true || image.State !== 'disabled')
    .filter((image) => owners.length === 0 || owners.includes(image.OwnerId ?? ''));
  const filtered = applyFilters(selected, input.Filters, {
    'image-id': (image) => [image.ImageId],
    'is-public': (image) => [String(image.Public)],
    name: (image) => [image.Name],
    'owner-id': (image) => [image.OwnerId],
    state: (image) => [image.State],
  });
  const { items, next } = pageOf(filtered, input, call, 1);
  return { Images: items, NextToken: next };
}

function imagesOf(call: Call): Image[] {
  return Object.entries(here(call).images).map(([name, image]) => ({
    ImageId: idOf(call, 'ami', name, image.id),
    Name: name,
    Description: image.description,
    OwnerId: call.account.id,
    ImageLocation: `${call.account.id}/${name}`,
    Public: image.public,
    State: image.state,
    ImageType: 'machine',
    Architecture: 'x86_64',
    VirtualizationType: 'hvm',
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    CreationDate: call.world.dateOf(image.age).toISOString(),
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: {
          SnapshotId:
            image.snapshot === undefined
              ? resourceId('snap', call.account.id, call.region, `${name}-root`)
              : idOf(call, 'snap', image.snapshot, here(call).snapshots[image.snapshot]?.id),
          VolumeSize: 30,
          VolumeType: 'gp3',
          Encrypted: image.encrypted,
          DeleteOnTermination: true,
        },
      },
    ],
    Tags: tagList(call, name, image.tags),
  }));
}

function toVolumeType(type: string): VolumeType {
  const known: VolumeType[] = ['gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1', 'standard'];
  const found = known.find((candidate) => candidate === type);
  if (!found) throw new Error(`the estate has a volume of type ${type}, which AWS does not have`);
  return found;
}
