import {
  type Address,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type Image,
  type Instance,
} from '@aws-sdk/client-ec2';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  type Ec2Image,
  type Ec2Instance,
  type ElasticIp,
  ec2Image,
  ec2Instance,
  elasticIp,
  securityGroup,
} from '../../rules/ec2/resources';
import { readAll, readItems, readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { toSecurityGroups } from './security-groups';
import { nameOf, tagsOf } from './tags';

/** ListFunctions gives no more in a page, whatever it is asked for. */
const LAMBDA_PAGE = 50;

export function ec2Readers(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);

  const images = new Source('ec2:DescribeImages', region);
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

  const instances = new Source('ec2:DescribeInstances', region);
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

  const networkInterfaces = session.question(async () =>
    readAll({
      source: new Source('ec2:DescribeNetworkInterfaces', region),
      page: (NextToken) =>
        ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults: EC2_PAGE, NextToken })),
      items: (page) => page.NetworkInterfaces,
      next: (page) => page.NextToken,
    }),
  );

  const lambdaFunctions = session.question(async () =>
    readAll({
      source: new Source('lambda:ListFunctions', region),
      page: (Marker) =>
        session.clients
          .regional('lambda', LambdaClient)
          .send(new ListFunctionsCommand({ MaxItems: LAMBDA_PAGE, Marker })),
      items: (page) => page.Functions,
      next: (page) => page.NextMarker,
    }),
  );

  const groups = new Source('ec2:DescribeSecurityGroups', region);

  return {
    [ec2Image.key]: () =>
      readListing(
        {
          source: images,
          page: (NextToken) =>
            ec2.send(new DescribeImagesCommand({ Owners: ['self'], MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.Images,
          next: (page) => page.NextToken,
        },
        toImage,
      ),
    [ec2Instance.key]: () =>
      readListing(
        {
          source: instances,
          page: (NextToken) => ec2.send(new DescribeInstancesCommand({ MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.Reservations?.flatMap((reservation) => reservation.Instances ?? []),
          next: (page) => page.NextToken,
        },
        toInstance,
      ),
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
      const items = await readItems({
        source: groups,
        page: (NextToken) => ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: EC2_PAGE, NextToken })),
        items: (page) => page.SecurityGroups,
        next: (page) => page.NextToken,
      });
      return toListing(
        groups,
        items,
        toSecurityGroups(session, groups, items, { networkInterfaces, lambdaFunctions }),
      );
    },
  };
}
