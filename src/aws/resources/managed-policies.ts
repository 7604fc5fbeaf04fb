import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
  type ManagedPolicyDetail,
} from '@aws-sdk/client-iam';
import type { Attached, IamManagedPolicy } from '../../rules/iam/resources';
import { parsePolicyDocument } from '../../rules/policy/document';
import type { Listing } from '../../scan/evaluate/resource-readers';
import { readItems, toListing } from '../read-list';
import { Source } from '../source';
import { IAM_PAGE, nextMarker } from './iam-page';

const source = new Source('iam:GetAccountAuthorizationDetails', 'global');

type Attachments = IamManagedPolicy['attachments'];
type Principal = {
  attached: { PolicyArn?: string | undefined }[] | undefined;
  name: string | undefined;
  arn: string | undefined;
};

/**
 * The managed policies of the account and who they are attached to. Users, groups, roles and policies come on the same
 * pages in no order, so nothing can be said of any policy before the last page.
 */
export async function listManagedPolicies(iam: IAMClient): Promise<Listing> {
  const pages = await readItems({
    source,
    page: (Marker) =>
      iam.send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
          MaxItems: IAM_PAGE,
          Marker,
        }),
      ),
    items: (page) => [complete(page)],
    next: (page) => nextMarker(page, source),
  });
  if (pages.failure !== null) return { resources: [], failures: [pages.failure] };

  const attachments = attachmentsByPolicy(pages.items);
  const policies = pages.items.flatMap((page) => page.policies);
  return toListing(source, { items: policies, failure: null }, (policy) =>
    toManagedPolicy(policy, attachments),
  );
}

type Details = ReturnType<typeof complete>;

/** A page with every list that a genuine answer has. */
function complete(page: GetAccountAuthorizationDetailsResponse) {
  return {
    users: source.required(page.UserDetailList, 'UserDetailList'),
    groups: source.required(page.GroupDetailList, 'GroupDetailList'),
    roles: source.required(page.RoleDetailList, 'RoleDetailList'),
    policies: source.required(page.Policies, 'Policies'),
  };
}

function attachmentsByPolicy(pages: Details[]): Map<string, Attachments> {
  const byPolicy = new Map<string, Attachments>();
  const attach = (kind: keyof Attachments, principals: Principal[]) => {
    for (const { attached, name, arn } of principals) {
      const principal: Attached = {
        name: source.required(name, 'the name of a principal'),
        arn: source.required(arn, 'the ARN of a principal'),
      };
      for (const { PolicyArn } of source.required(attached, `AttachedManagedPolicies of ${principal.arn}`)) {
        const policyArn = source.required(PolicyArn, 'the ARN of an attached policy');
        const attachments = byPolicy.get(policyArn) ?? { users: [], groups: [], roles: [] };
        attachments[kind].push(principal);
        byPolicy.set(policyArn, attachments);
      }
    }
  };
  for (const { users, groups, roles } of pages) {
    attach(
      'users',
      users.map((user) => ({ attached: user.AttachedManagedPolicies, name: user.UserName, arn: user.Arn })),
    );
    attach(
      'groups',
      groups.map((group) => ({
        attached: group.AttachedManagedPolicies,
        name: group.GroupName,
        arn: group.Arn,
      })),
    );
    attach(
      'roles',
      roles.map((role) => ({ attached: role.AttachedManagedPolicies, name: role.RoleName, arn: role.Arn })),
    );
  }
  return byPolicy;
}

function toManagedPolicy(
  policy: ManagedPolicyDetail,
  attachments: Map<string, Attachments>,
): IamManagedPolicy {
  const arn = source.required(policy.Arn, 'the ARN of a policy');
  const id = source.required(policy.PolicyName, 'PolicyName');
  return {
    id,
    arn,
    region: 'global',
    // AWS's own policies are in no account: arn:aws:iam::aws:policy/...
    awsManaged: arn.split(':')[4] === 'aws',
    attachments: attachments.get(arn) ?? { users: [], groups: [], roles: [] },
    document: async () => {
      const version = policy.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
      const text = source.required(version?.Document, `the default version of ${id}`);
      try {
        return parsePolicyDocument(decodeURIComponent(text));
      } catch {
        throw source.malformed(`a version of ${id} that is not a policy document`);
      }
    },
  };
}
