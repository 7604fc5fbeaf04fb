import type { SecurityGroup as ListedGroup } from '@aws-sdk/client-ec2';
import type { SecurityGroup } from '../../rules/ec2/resources';
import type { Items } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import type { Source } from '../source';
import { tagsOf } from './tags';

/** Who may use a group. */
type Users = Pick<SharedLists, 'networkInterfaces' | 'lambdaFunctions'>;

/** Makes resources of listed groups; null for a group that another account shares with this one, which judges it. */
export function toSecurityGroups(
  session: AwsSession,
  source: Source,
  list: Items<ListedGroup>,
  users: Users,
): (group: ListedGroup) => SecurityGroup | null {
  const { region, accountId, partition } = session;
  const referrers = referrersOf(list.items);
  return (group) => {
    const id = source.required(group.GroupId, 'GroupId');
    if ((group.OwnerId ?? accountId) !== accountId) return null;
    const groupName = source.required(group.GroupName, `GroupName of ${id}`);
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:security-group/${id}`,
      region,
      name: groupName,
      tags: tagsOf(group.Tags),
      groupName,
      description: group.Description ?? '',
      vpcId: group.VpcId ?? null,
      get ingress() {
        return source.required(group.IpPermissions, `IpPermissions of ${id}`);
      },
      get egress() {
        return source.required(group.IpPermissionsEgress, `IpPermissionsEgress of ${id}`);
      },
      get referencedBy() {
        const known = [...(referrers.get(id) ?? [])];
        // A group on a page that could not be read may name this one.
        if (known.length === 0 && list.failure !== null) throw list.failure;
        return known;
      },
      networkInterfaces: async () =>
        (await users.networkInterfaces.all())
          .filter(({ Groups }) => Groups?.some(({ GroupId }) => GroupId === id))
          .flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
      lambdaFunctions: async () =>
        (await users.lambdaFunctions.all())
          .filter(({ VpcConfig }) => VpcConfig?.SecurityGroupIds?.includes(id))
          .flatMap(({ FunctionName }) => FunctionName ?? []),
    };
  };
}

/** By group, the other groups whose rules name it. */
function referrersOf(groups: ListedGroup[]): Map<string, Set<string>> {
  const referrers = new Map<string, Set<string>>();
  for (const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } of groups) {
    const named = [...IpPermissions, ...IpPermissionsEgress].flatMap(({ UserIdGroupPairs = [] }) =>
      UserIdGroupPairs.map((pair) => pair.GroupId),
    );
    for (const target of named) {
      if (GroupId === undefined || target === undefined || target === GroupId) continue;
      referrers.set(target, (referrers.get(target) ?? new Set()).add(GroupId));
    }
  }
  return referrers;
}
