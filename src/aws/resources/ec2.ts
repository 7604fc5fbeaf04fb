import {
  type Address,
  DescribeAddressesCommand,
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
import { readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import type { Readers } from './readers';
import { toSecurityGroups } from './security-groups';
import { nameOf, tagsOf } from './tags';

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
