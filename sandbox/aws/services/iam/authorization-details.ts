import type {
  AttachedPolicy,
  EntityType,
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  Tag,
  UserDetail,
} from '@aws-sdk/client-iam';
import { hubPrincipal } from '../../authenticate';
import type { AssumableRole } from '../../estate/iam';
import { paginate } from '../../paginate';
import type { Call } from '../../service';
import { roleIdOf } from '../../sessions';
import { stableHex } from '../../world';
import { awsManagedDocument } from './managed-policies';

type Entry =
  | { kind: 'User'; detail: UserDetail }
  | { kind: 'Group'; detail: GroupDetail }
  | { kind: 'Role'; detail: RoleDetail }
  | { kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; detail: ManagedPolicyDetail };

/** Users, groups, roles and policies in one list that is cut into pages, as IAM does it. */
export function getAccountAuthorizationDetails(
  input: GetAccountAuthorizationDetailsRequest,
  call: Call,
): GetAccountAuthorizationDetailsResponse {
  const wanted: EntityType[] | null = input.Filter?.length ? input.Filter : null;
  const all = [...users(call), ...groups(call), ...roles(call), ...managedPolicies(call)];
  const { items, next } = paginate(
    all.filter((entry) => wanted === null || wanted.includes(entry.kind)),
    { limit: input.MaxItems, token: input.Marker, limitName: 'MaxItems', tokenName: 'Marker' },
    call,
  );
  return {
    UserDetailList: items.flatMap((entry) => (entry.kind === 'User' ? [entry.detail] : [])),
    GroupDetailList: items.flatMap((entry) => (entry.kind === 'Group' ? [entry.detail] : [])),
    RoleDetailList: items.flatMap((entry) => (entry.kind === 'Role' ? [entry.detail] : [])),
    Policies: items.flatMap((entry) =>
      entry.kind === 'LocalManagedPolicy' || entry.kind === 'AWSManagedPolicy' ? [entry.detail] : [],
    ),
    IsTruncated: next !== undefined,
    Marker: next,
  };
}

/** IAM's own ARN of something in the account: `user/path/name`. */
export function iamArn(call: Call, kind: string, path: string, name: string): string {
  return `arn:aws:iam::${call.account.id}:${kind}${path}${name}`;
}

/** A unique id as IAM makes them: AIDA..., AGPA..., ANPA... */
export function iamId(call: Call, prefix: string, name: string): string {
  return prefix + stableHex(17, prefix, call.account.id, name).toUpperCase();
}

function users(call: Call): Entry[] {
  return Object.entries(call.account.iam.users).map(([UserName, user]) => ({
    kind: 'User',
    detail: {
      Path: user.path,
      UserName,
      UserId: iamId(call, 'AIDA', UserName),
      Arn: iamArn(call, 'user', user.path, UserName),
      CreateDate: call.world.dateOf(user.age),
      UserPolicyList: inline(user.inline),
      GroupList: user.groups,
      AttachedManagedPolicies: attached(call, user.policies),
      ...boundary(call, user.boundary),
      Tags: tagList(user.tags),
    },
  }));
}

function groups(call: Call): Entry[] {
  return Object.entries(call.account.iam.groups).map(([GroupName, group]) => ({
    kind: 'Group',
    detail: {
      Path: group.path,
      GroupName,
      GroupId: iamId(call, 'AGPA', GroupName),
      Arn: iamArn(call, 'group', group.path, GroupName),
      CreateDate: call.world.dateOf(group.age),
      GroupPolicyList: inline(group.inline),
      AttachedManagedPolicies: attached(call, group.policies),
    },
  }));
}

function roles(call: Call): Entry[] {
  const declared = Object.entries(call.account.iam.roles).map(
    ([RoleName, role]): Entry => ({
      kind: 'Role',
      detail: {
        Path: role.path,
        RoleName,
        RoleId: roleIdOf(call.account.id, RoleName),
        Arn: iamArn(call, 'role', role.path, RoleName),
        CreateDate: call.world.dateOf(role.age),
        AssumeRolePolicyDocument: encodeDocument(trustPolicy(role.trusts)),
        InstanceProfileList: [],
        RolePolicyList: inline(role.inline),
        AttachedManagedPolicies: attached(call, role.policies),
        ...boundary(call, role.boundary),
        Tags: tagList(role.tags),
        RoleLastUsed:
          role.used === undefined ? {} : { LastUsedDate: call.world.dateOf(role.used), Region: 'us-east-1' },
      },
    }),
  );
  const assumable = Object.entries(call.account.roles).map(
    ([RoleName, role]): Entry => ({
      kind: 'Role',
      detail: {
        Path: '/',
        RoleName,
        RoleId: roleIdOf(call.account.id, RoleName),
        Arn: iamArn(call, 'role', '/', RoleName),
        CreateDate: call.world.dateOf(0),
        AssumeRolePolicyDocument: encodeDocument(assumableTrust(role, call)),
        InstanceProfileList: [],
        RolePolicyList: [],
        AttachedManagedPolicies: attached(call, ['SecurityAudit', 'job-function/ViewOnlyAccess']),
        Tags: [],
        RoleLastUsed: {},
      },
    }),
  );
  return [...declared, ...assumable];
}

function managedPolicies(call: Call): Entry[] {
  const { iam, roles: assumable } = call.account;
  const attachedNames = [
    ...Object.values(iam.users),
    ...Object.values(iam.groups),
    ...Object.values(iam.roles),
  ].flatMap((holder) => holder.policies);
  for (const _role of Object.keys(assumable))
    attachedNames.push('SecurityAudit', 'job-function/ViewOnlyAccess');
  const countOf = (name: string) => attachedNames.filter((attachedName) => attachedName === name).length;
  const boundaries = [...Object.values(iam.users), ...Object.values(iam.roles)].map(
    (holder) => holder.boundary,
  );
  const local = Object.entries(iam.policies).map(
    ([name, policy]): Entry => ({
      kind: 'LocalManagedPolicy',
      detail: {
        ...policyDetail(call, name, policy.document, countOf(name), call.world.dateOf(policy.age)),
        PermissionsBoundaryUsageCount: boundaries.filter((boundaryName) => boundaryName === name).length,
        ...(policy.description === undefined ? {} : { Description: policy.description }),
      },
    }),
  );
  const aws = [...new Set(attachedNames)]
    .filter((name) => !(name in iam.policies))
    .map(
      (name): Entry => ({
        kind: 'AWSManagedPolicy',
        detail: policyDetail(
          call,
          name,
          awsManagedDocument(name),
          countOf(name),
          new Date('2015-02-06T18:39:46Z'),
        ),
      }),
    );
  return [...local, ...aws];
}

function policyDetail(
  call: Call,
  name: string,
  document: object,
  attachmentCount: number,
  created: Date,
): ManagedPolicyDetail {
  const { PolicyArn, PolicyName } = reference(call, name);
  return {
    PolicyName,
    PolicyId: iamId(call, 'ANPA', name),
    Arn: PolicyArn,
    Path: PolicyArn?.split(':policy')[1]?.replace(/[^/]+$/, ''),
    DefaultVersionId: 'v1',
    AttachmentCount: attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: created,
    UpdateDate: created,
    PolicyVersionList: [
      { VersionId: 'v1', IsDefaultVersion: true, CreateDate: created, Document: encodeDocument(document) },
    ],
  };
}

function reference(call: Call, name: string): AttachedPolicy {
  const own = call.account.iam.policies[name];
  return own
    ? { PolicyName: name, PolicyArn: iamArn(call, 'policy', own.path, name) }
    : { PolicyName: name.split('/').at(-1), PolicyArn: `arn:aws:iam::aws:policy/${name}` };
}

function attached(call: Call, names: string[]): AttachedPolicy[] {
  return names.map((name) => reference(call, name));
}

function boundary(call: Call, name: string | undefined) {
  if (name === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
      PermissionsBoundaryArn: reference(call, name).PolicyArn,
    },
  };
}

function inline(policies: Record<string, object>): PolicyDetail[] {
  return Object.entries(policies).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }));
}

function tagList(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** IAM: "Policies returned by this operation are URL-encoded compliant with RFC 3986". */
function encodeDocument(document: object): string {
  return encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function trustPolicy(trusts: string | object): object {
  if (typeof trusts !== 'string') return trusts;
  const isService = trusts.endsWith('.amazonaws.com');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: isService
          ? { Service: trusts }
          : { AWS: /^\d{12}$/.test(trusts) ? `arn:aws:iam::${trusts}:root` : trusts },
        Action: 'sts:AssumeRole',
      },
    ],
  };
}

function assumableTrust(role: AssumableRole, call: Call): object {
  const { externalId } = role;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: role.trusts ?? [hubPrincipal(call.world)] },
        Action: 'sts:AssumeRole',
        ...(externalId === undefined
          ? {}
          : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
      },
    ],
  };
}
