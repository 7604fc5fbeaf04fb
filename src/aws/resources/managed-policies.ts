import type { ManagedPolicyDetail } from '@aws-sdk/client-iam';
import type { IamManagedPolicy } from '../../rules/iam/resources';
import type { Listing } from '../../scan/evaluate/resource-readers';
import { toListing } from '../read-list';
import {
  type AuthorizationDetails,
  type Principal,
  parseIamPolicy,
  authorizationDetails as source,
} from './authorization-details';

type Attachments = IamManagedPolicy['attachments'];

/** The managed policies of the account and who they are attached to; nothing can be said of any before the last page. */
export function managedPolicies({ policies, principals, failure }: AuthorizationDetails): Listing {
  if (failure !== null) return { resources: [], failures: [failure] };
  return toListing(source, { items: policies, failure: null }, managedPolicyOf(principals));
}

/** @param principals all of the account's */
export function managedPolicyOf(principals: Principal[]): (policy: ManagedPolicyDetail) => IamManagedPolicy {
  const attachments = attachmentsByPolicy(principals);
  return (policy) => toManagedPolicy(policy, attachments);
}

const LIST_OF = { user: 'users', group: 'groups', role: 'roles' } as const;

function attachmentsByPolicy(principals: Principal[]): Map<string, Attachments> {
  const byPolicy = new Map<string, Attachments>();
  for (const { kind, name, arn, attached } of principals) {
    for (const policy of attached) {
      const attachments = byPolicy.get(policy.arn) ?? { users: [], groups: [], roles: [] };
      attachments[LIST_OF[kind]].push({ name, arn });
      byPolicy.set(policy.arn, attachments);
    }
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
      return parseIamPolicy(version?.Document, `the default version of ${id}`);
    },
  };
}
