import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  type PolicyDetail,
  type RoleDetail,
  type Tag,
  type UserDetail,
} from '@aws-sdk/client-iam';
import type { Attached } from '../../rules/iam/resources';
import { type PolicyDocument, parsePolicyDocument } from '../../rules/policy/document';
import type { UnreadableError } from '../../scan/evaluate/unreadable';
import { readItems } from '../read-list';
import { Source } from '../source';
import { IAM_PAGE, nextMarker } from './iam-page';
import { tagsOf } from './tags';

export const authorizationDetails = new Source('iam:GetAccountAuthorizationDetails', 'global');

/** A user, group or role, as policies see it. */
export interface Principal extends Attached {
  kind: 'user' | 'group' | 'role';
  /** ARNs and names of attached managed policies. */
  attached: { arn: string; name: string }[];
  inline: { name: string; text: string | undefined }[];
  tags: Record<string, string>;
}

export interface AuthorizationDetails {
  principals: Principal[];
  roles: RoleDetail[];
  policies: ManagedPolicyDetail[];
  /** Why it is not all; null when it is. Users, groups, roles and policies come on the same pages in no order. */
  failure: UnreadableError | null;
}

/** Who is in the account and what they may do, in as few calls as IAM allows: a thousand entries each. */
export async function readAuthorizationDetails(iam: IAMClient): Promise<AuthorizationDetails> {
  const { items, failure } = await readItems({
    source: authorizationDetails,
    page: (Marker) =>
      iam.send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
          MaxItems: IAM_PAGE,
          Marker,
        }),
      ),
    items: (page) => [complete(page)],
    next: (page) => nextMarker(page, authorizationDetails),
  });
  return {
    principals: items.flatMap((page) => page.principals),
    roles: items.flatMap((page) => page.roles),
    policies: items.flatMap((page) => page.policies),
    failure,
  };
}

/** A page with every list that a genuine answer has. */
function complete(page: GetAccountAuthorizationDetailsResponse) {
  const users = authorizationDetails.required(page.UserDetailList, 'UserDetailList');
  const groups = authorizationDetails.required(page.GroupDetailList, 'GroupDetailList');
  const roles = authorizationDetails.required(page.RoleDetailList, 'RoleDetailList');
  return {
    principals: [
      ...users.map((user) => toPrincipal('user', user, user.UserName, user.UserPolicyList, user.Tags)),
      ...groups.map((group) => toPrincipal('group', group, group.GroupName, group.GroupPolicyList, [])),
      ...roles.map((role) => toPrincipal('role', role, role.RoleName, role.RolePolicyList, role.Tags)),
    ],
    roles,
    policies: authorizationDetails.required(page.Policies, 'Policies'),
  };
}

function toPrincipal(
  kind: Principal['kind'],
  {
    Arn,
    AttachedManagedPolicies,
  }: Pick<UserDetail | GroupDetail | RoleDetail, 'Arn' | 'AttachedManagedPolicies'>,
  name: string | undefined,
  inline: PolicyDetail[] | undefined,
  tags: Tag[] | undefined,
): Principal {
  const of = authorizationDetails.required(name, `the name of a ${kind}`);
  return {
    kind,
    name: of,
    arn: authorizationDetails.required(Arn, `the ARN of ${kind} ${of}`),
    attached: authorizationDetails
      .required(AttachedManagedPolicies, `AttachedManagedPolicies of ${Arn}`)
      .map(({ PolicyArn, PolicyName }) => {
        const arn = authorizationDetails.required(PolicyArn, `the ARN of a policy of ${kind} ${of}`);
        return { arn, name: PolicyName ?? arn };
      }),
    // IAM leaves the list out where there is none.
    inline: (inline ?? []).map(({ PolicyName, PolicyDocument: text }) => ({
      name: authorizationDetails.required(PolicyName, `the name of an inline policy of ${kind} ${of}`),
      text,
    })),
    tags: tagsOf(tags),
  };
}

/** Reads a policy as IAM gives it, URL-encoded. Throws an UnreadableError where there is none, or where it is no policy. */
export function parseIamPolicy(text: string | undefined, what: string): PolicyDocument {
  const encoded = authorizationDetails.required(text, what);
  try {
    return parsePolicyDocument(decodeURIComponent(encoded));
  } catch {
    throw authorizationDetails.malformed(`${what} that is not a policy document`);
  }
}
