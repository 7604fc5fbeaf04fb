import {
  DescribeFlowLogsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Vpc as ListedVpc,
} from '@aws-sdk/client-ec2';
import { type Vpc, vpc } from '../../rules/vpc/resources';
import { readAll, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

export function vpcReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);

  const flowLogs = session.question(async () =>
    readAll({
      source: new Source('ec2:DescribeFlowLogs', region),
      page: (NextToken) => ec2.send(new DescribeFlowLogsCommand({ MaxResults: EC2_PAGE, NextToken })),
      items: (page) => page.FlowLogs,
      next: (page) => page.NextToken,
    }),
  );

  const vpcs = new Source('ec2:DescribeVpcs', region);
  const toVpc = (listed: ListedVpc): Vpc | null => {
    const id = vpcs.required(listed.VpcId, 'VpcId');
    // A VPC that another account shares with this one has its flow logs there, and is judged there.
    if ((listed.OwnerId ?? accountId) !== accountId) return null;
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:vpc/${id}`,
      region,
      ...nameOf(listed.Tags),
      tags: tagsOf(listed.Tags),
      isDefault: listed.IsDefault ?? false,
      cidrBlock: listed.CidrBlock ?? '',
      flowLogs: async () => (await flowLogs()).filter(({ ResourceId }) => ResourceId === id),
    };
  };

  return {
    [vpc.key]: () =>
      readListing(
        {
          source: vpcs,
          page: (NextToken) => ec2.send(new DescribeVpcsCommand({ MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.Vpcs,
          next: (page) => page.NextToken,
        },
        toVpc,
      ),
  };
}
