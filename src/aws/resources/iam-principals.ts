import type { ManagedPolicyDetail, RoleDetail } from '@aws-sdk/client-iam';
import type {
  IamCustomerPolicy,
  IamInlinePolicy,
  IamRole,
  IamUserPermissions,
} from '../../rules/iam/resources';
import type { Listing } from '../../scan/evaluate/resource-readers';
import type { UnreadableError } from '../../scan/evaluate/unreadable';
import { joinListings, toListing } from '../read-list';
import {
  type AuthorizationDetails,
  type Principal,
  parseIamPolicy,
  authorizationDetails as source,
} from './authorization-details';
import { managedPolicyOf } from './managed-policies';
import { tagsOf } from './tags';

const failuresOf = (failure: UnreadableError | null) => (failure === null ? [] : [failure]);

/** Users with the policies of their own. What one page says of a user is all of it. */
export function usersWithPolicies({ principals, failure }: AuthorizationDetails): Listing {
  const resources = principals
    .filter(({ kind }) => kind === 'user')
    .map(
      ({ name, arn, attached, inline, tags }): IamUserPermissions => ({
        id: name,
        arn,
        region: 'global',
        tags,
        attached: attached.map((policy) => policy.name),
        inline: inline.map((policy) => policy.name),
      }),
    );
  return { resources, failures: failuresOf(failure) };
}

export function roles({ roles: items, failure }: AuthorizationDetails): Listing {
  return toListing(source, { items, failure }, toRole);
}

function toRole(role: RoleDetail): IamRole {
  const id = source.required(role.RoleName, 'RoleName');
  return {
    id,
    arn: source.required(role.Arn, `the ARN of role ${id}`),
    region: 'global',
    tags: tagsOf(role.Tags),
    path: source.required(role.Path, `the path of role ${id}`),
    createdAt: source.required(role.CreateDate, `when role ${id} was made`).getTime(),
    lastUsedAt: role.RoleLastUsed?.LastUsedDate?.getTime() ?? null,
    trustPolicy: async () => parseIamPolicy(role.AssumeRolePolicyDocument, `the trust policy of role ${id}`),
  };
}

export function inlinePolicies({ principals, failure }: AuthorizationDetails): Listing {
  return { resources: principals.flatMap(inlineOf), failures: failuresOf(failure) };
}

function inlineOf({ kind, name, arn, inline, tags }: Principal): IamInlinePolicy[] {
  return inline.map((policy) => ({
    id: `${kind}/${name}/${policy.name}`,
    arn: `${arn}/inline/${policy.name}`,
    region: 'global',
    tags,
    name: policy.name,
    holder: { name, arn },
    document: async () => parseIamPolicy(policy.text, `the inline policy ${policy.name} of ${kind} ${name}`),
  }));
}

/** The policies that the account wrote itself; who has a managed one is known only when all pages were read. */
export function customerPolicies({ principals, policies, failure }: AuthorizationDetails): Listing {
  const toManaged = managedPolicyOf(principals);
  const toCustomer = (policy: ManagedPolicyDetail): IamCustomerPolicy | null => {
    const { id, arn, region, awsManaged, attachments, document } = toManaged(policy);
    const { users, groups, roles: attachedRoles } = attachments;
    if (awsManaged) return null;
    return { id, arn, region, isInline: false, holders: [...users, ...groups, ...attachedRoles], document };
  };
  const managed = toListing(source, { items: failure === null ? policies : [], failure }, toCustomer);
  const inline = principals.flatMap(inlineOf).map(
    ({ holder, name: _, ...policy }): IamCustomerPolicy => ({
      ...policy,
      isInline: true,
      holders: [holder],
    }),
  );
  return joinListings([managed, { resources: inline, failures: [] }]);
}
