import {
  DescribeTransitGatewaysCommand,
  EC2Client,
  type TransitGateway as ListedGateway,
  type Subnet as ListedSubnet,
} from '@aws-sdk/client-ec2';
import { type Subnet, subnet, type TransitGateway, transitGateway } from '../../rules/vpc/resources';
import { readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

export function vpcNetworkReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);
  const { source: subnets } = lists.subnets;

  const toSubnet = (listed: ListedSubnet): Subnet | null => {
    const id = subnets.required(listed.SubnetId, 'SubnetId');
    // One that another account shares with this one is judged there.
    if ((listed.OwnerId ?? accountId) !== accountId) return null;
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:subnet/${id}`,
      region,
      ...nameOf(listed.Tags),
      tags: tagsOf(listed.Tags),
      vpcId: listed.VpcId ?? '',
      cidrBlock: listed.CidrBlock ?? '',
      get mapPublicIpOnLaunch() {
        return subnets.required(listed.MapPublicIpOnLaunch, `MapPublicIpOnLaunch of ${id}`);
      },
    };
  };

  const gateways = new Source('ec2:DescribeTransitGateways', region);
  const toGateway = (listed: ListedGateway): TransitGateway | null => {
    const id = gateways.required(listed.TransitGatewayId, 'TransitGatewayId');
    if ((listed.OwnerId ?? accountId) !== accountId || listed.State === 'deleted') return null;
    return {
      id,
      arn: listed.TransitGatewayArn ?? `arn:${partition}:ec2:${region}:${accountId}:transit-gateway/${id}`,
      region,
      ...nameOf(listed.Tags),
      tags: tagsOf(listed.Tags),
      get autoAcceptsSharedAttachments() {
        const setting = listed.Options?.AutoAcceptSharedAttachments;
        return gateways.required(setting, `AutoAcceptSharedAttachments of ${id}`) === 'enable';
      },
    };
  };

  return {
    [subnet.key]: async () => toListing(subnets, await lists.subnets.items(), toSubnet),
    [transitGateway.key]: () =>
      readListing(
        {
          source: gateways,
          page: (NextToken) =>
            ec2.send(new DescribeTransitGatewaysCommand({ MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.TransitGateways,
          next: (page) => page.NextToken,
        },
        toGateway,
      ),
  };
}
