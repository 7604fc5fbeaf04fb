import {
  DescribeNetworkAclsCommand,
  EC2Client,
  GetImageBlockPublicAccessStateCommand,
  type NetworkAcl as ListedAcl,
  type NetworkInterface as ListedInterface,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import {
  type AclEntry,
  type Ec2Region,
  ec2Region,
  type NetworkAcl,
  type NetworkInterface,
  networkAcl,
  networkInterface,
} from '../../rules/ec2/resources';
import { readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { EC2_PAGE } from './ec2-page';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

export function ec2NetworkReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);
  const arnOf = (kind: string, id: string) => `arn:${partition}:ec2:${region}:${accountId}:${kind}/${id}`;

  const settings: Ec2Region = {
    id: accountId,
    arn: session.rootArn,
    region,
    imageBlockPublicAccess: session.question(async () => {
      const answer = await ec2.send(new GetImageBlockPublicAccessStateCommand({}));
      const source = new Source('ec2:GetImageBlockPublicAccessState', region);
      return source.required(answer.ImageBlockPublicAccessState, 'ImageBlockPublicAccessState');
    }),
  };

  const acls = new Source('ec2:DescribeNetworkAcls', region);
  const toAcl = (listed: ListedAcl): NetworkAcl | null => {
    const id = acls.required(listed.NetworkAclId, 'NetworkAclId');
    // That of a VPC which another account shares with this one is judged there.
    if ((listed.OwnerId ?? accountId) !== accountId) return null;
    return {
      id,
      arn: arnOf('network-acl', id),
      region,
      ...nameOf(listed.Tags),
      tags: tagsOf(listed.Tags),
      vpcId: listed.VpcId ?? '',
      isDefault: listed.IsDefault ?? false,
      subnetIds: (listed.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
      get entries() {
        return acls.required(listed.Entries, `Entries of ${id}`).map((entry) => toEntry(acls, entry));
      },
    };
  };

  const { source: interfaces } = lists.networkInterfaces;
  const toInterface = (listed: ListedInterface): NetworkInterface => {
    const id = interfaces.required(listed.NetworkInterfaceId, 'NetworkInterfaceId');
    return {
      id,
      arn: arnOf('network-interface', id),
      region,
      ...nameOf(listed.TagSet),
      tags: tagsOf(listed.TagSet),
      requesterManaged: listed.RequesterManaged ?? false,
      description: listed.Description ?? '',
      interfaceType: listed.InterfaceType ?? '',
      subnetId: listed.SubnetId ?? null,
      get status() {
        return interfaces.required(listed.Status, `Status of ${id}`);
      },
    };
  };

  return {
    [ec2Region.key]: async () => ({ resources: [settings], failures: [] }),
    [networkAcl.key]: () =>
      readListing(
        {
          source: acls,
          page: (NextToken) => ec2.send(new DescribeNetworkAclsCommand({ MaxResults: EC2_PAGE, NextToken })),
          items: (page) => page.NetworkAcls,
          next: (page) => page.NextToken,
        },
        toAcl,
      ),
    [networkInterface.key]: async () =>
      toListing(interfaces, await lists.networkInterfaces.items(), toInterface),
  };
}

function toEntry(acls: Source, entry: NetworkAclEntry): AclEntry {
  const { PortRange } = entry;
  return {
    ruleNumber: acls.required(entry.RuleNumber, 'RuleNumber'),
    action: acls.required(entry.RuleAction, 'RuleAction'),
    egress: acls.required(entry.Egress, 'Egress'),
    protocol: acls.required(entry.Protocol, 'Protocol'),
    cidr: acls.required(entry.CidrBlock ?? entry.Ipv6CidrBlock, 'CidrBlock'),
    ports: PortRange === undefined ? null : { from: PortRange.From ?? 0, to: PortRange.To ?? 65_535 },
  };
}
