import {
  type Address,
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  EC2Client,
  type Image,
  type Instance,
} from '@aws-sdk/client-ec2';
import {
  type Ec2Image,
  type Ec2Instance,
  type ElasticIp,
  ec2Image,
  ec2Instance,
  elasticIp,
  securityGroup,
} from '../../rules/ec2/resources';
import { whileItExists } from '../absent';
import { readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { launchersOf, namesImageByParameter } from './launchers';
import type { Readers } from './readers';
import { toSecurityGroups } from './security-groups';
import { nameOf, tagsOf } from './tags';
import { decodeUserData } from './user-data/decode';

export function ec2Readers(session: AwsSession, lists: SharedLists): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);

  const { source: images } = lists.images;
  const toImage = (image: Image): Ec2Image => {
    const id = images.required(image.ImageId, 'ImageId');
    return {
      id,
      arn: `arn:${partition}:ec2:${region}::image/${id}`,
      region,
      ...(image.Name ? { name: image.Name } : nameOf(image.Tags)),
      tags: tagsOf(image.Tags),
      state: image.State ?? '',
      snapshotIds: (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []),
      createdAt: image.CreationDate ?? null,
      usedBy: () => launchersOf(lists, ({ imageIds }) => imageIds.includes(id)),
      perhapsUsedBy: () => launchersOf(lists, namesImageByParameter),
      get isPublic() {
        return images.required(image.Public, `Public of ${id}`);
      },
    };
  };

  const { source: instances } = lists.instances;
  const toInstance = (instance: Instance): Ec2Instance => {
    const id = instances.required(instance.InstanceId, 'InstanceId');
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`,
      region,
      ...nameOf(instance.Tags),
      tags: tagsOf(instance.Tags),
      instanceType: instance.InstanceType ?? '',
      metadataOptions: instance.MetadataOptions ?? null,
      publicIp: instance.PublicIpAddress ?? null,
      securityGroupIds: (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
      instanceProfileArn: instance.IamInstanceProfile?.Arn ?? null,
      stoppedAt: instance.State?.Name === 'stopped' ? timeIn(instance.StateTransitionReason) : null,
      userData: session.question(async () => {
        const command = new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' });
        const answer = await whileItExists(ec2.send(command), ['InvalidInstanceID.NotFound']);
        const source = new Source('ec2:DescribeInstanceAttribute', region);
        return decodeUserData(source.required(answer.UserData, `UserData of ${id}`).Value);
      }),
      get state() {
        return instances.required(instance.State?.Name, `State of ${id}`);
      },
    };
  };

  const addresses = new Source('ec2:DescribeAddresses', region);
  const toElasticIp = (address: Address): ElasticIp => {
    const publicIp = addresses.required(address.PublicIp, 'PublicIp');
    const id = address.AllocationId ?? publicIp;
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:elastic-ip/${id}`,
      region,
      ...nameOf(address.Tags),
      tags: tagsOf(address.Tags),
      publicIp,
      associationId: address.AssociationId ?? null,
      instanceId: address.InstanceId ?? null,
      networkInterfaceId: address.NetworkInterfaceId ?? null,
    };
  };

  return {
    [ec2Image.key]: async () => toListing(images, await lists.images.items(), toImage),
    [ec2Instance.key]: async () => toListing(instances, await lists.instances.items(), toInstance),
    [elasticIp.key]: () =>
      readListing(
        {
          source: addresses,
          page: () => ec2.send(new DescribeAddressesCommand({})),
          items: (page) => page.Addresses,
          next: () => undefined,
        },
        toElasticIp,
      ),
    [securityGroup.key]: async () => {
      const { source } = lists.securityGroups;
      const items = await lists.securityGroups.items();
      return toListing(source, items, toSecurityGroups(session, source, items, lists));
    },
  };
}

/** The time in `User initiated (2026-10-01 08:15:00 GMT)`, milliseconds since 1970; null where there is none. */
function timeIn(reason: string | undefined): number | null {
  const [, day, time] = /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) GMT\)/.exec(reason ?? '') ?? [];
  return day === undefined ? null : Date.parse(`${day}T${time}Z`);
}
