import { conditionLines, demandsItsKey, STRING_MATCHES } from '../policy/conditions';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import { actionsOf, asList, publicGrants } from '../policy/public-access';

/** What hands out a session of the role; tags and source identities come only along with one of these. */
export const ASSUME_ACTIONS = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'];

/**
 * The statements by which anybody with any AWS account may assume the role. `sts:ExternalId` does not narrow them: it is
 * no secret, and a role that only it protects admits whoever knows or guesses it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function publicTrust(trust: PolicyDocument): PolicyStatement[] {
  // A trust policy is of one role and names no resource; with one written in, a Deny is seen to reach every Allow.
  const written = new Map<PolicyStatement, PolicyStatement>(
    trust.Statement.map((statement) => [{ ...statement, Resource: '*' }, statement]),
  );
  return publicGrants({ Statement: [...written.keys()] }, ASSUME_ACTIONS).flatMap(
    ({ statement }) => written.get(statement) ?? [],
  );
}

/**
 * Identity providers at which anybody can have a token of their own, by the host in their ARN, with the claims that say
 * whose token it is. The audience does not tell at GitHub, GitLab, Terraform and Buildkite: their users choose it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const SHARED_PROVIDERS: Record<string, { claims: readonly string[] }> = {
  'token.actions.githubusercontent.com': {
    claims: [
      'sub',
      'repository',
      'repository_id',
      'repository_owner',
      'repository_owner_id',
      'job_workflow_ref',
    ],
  },
  'gitlab.com': { claims: ['sub', 'namespace_id', 'namespace_path', 'project_id', 'project_path'] },
  'app.terraform.io': { claims: ['sub', 'terraform_organization_id', 'terraform_workspace_id'] },
  'agent.buildkite.com': { claims: ['sub', 'organization_slug', 'organization_id'] },
  'accounts.google.com': { claims: ['aud', 'oaud', 'sub'] },
  'cognito-identity.amazonaws.com': { claims: ['aud', 'sub'] },
  'www.amazon.com': { claims: ['app_id', 'user_id'] },
  'graph.facebook.com': { claims: ['app_id', 'id'] },
};

/** The statements by which anybody with an account at a shared identity provider may assume the role, and that provider. */
export function openFederation(trust: PolicyDocument): { statement: PolicyStatement; provider: string }[] {
  return trust.Statement.flatMap((statement) => {
    if (statement.Effect !== 'Allow' || actionsOf(statement, ['sts:AssumeRoleWithWebIdentity']).length === 0)
      return [];
    const provider = sharedProvidersOf(statement).find((host) => !namesItsOwner(statement, host));
    return provider === undefined ? [] : [{ statement, provider }];
  });
}

function sharedProvidersOf({ Principal }: PolicyStatement): string[] {
  if (Principal === undefined || typeof Principal === 'string') return [];
  // arn:aws:iam::111122223333:oidc-provider/gitlab.com, or the bare name of a provider that IAM knows.
  return asList(Principal['Federated'])
    .map((principal) => principal.replace(/^arn:.*:oidc-provider\//, ''))
    .filter((name) => Object.hasOwn(SHARED_PROVIDERS, name));
}

/** Whether a condition says whose token it has to be; `IfExists` and `ForAllValues` hold for a token without the claim. */
function namesItsOwner(statement: PolicyStatement, provider: string): boolean {
  const claims = SHARED_PROVIDERS[provider]?.claims ?? [];
  return conditionLines(statement).some(
    (line) =>
      STRING_MATCHES.includes(line.operator) &&
      demandsItsKey(line) &&
      claims.some((claim) => line.key === `${provider}:${claim}`) &&
      line.values.every(isFixedOwner),
  );
}

/** `repo:acme/*` is fixed to an owner; `repo:*`, `repo:acme*` (acme-evil, too) and `*` are not. */
function isFixedOwner(value: string): boolean {
  const wild = value.search(/[*?]|\$\{/);
  if (wild < 0) return value !== '';
  const fixed = value.slice(0, wild);
  return /^[^:/]+[:/][^:/]+[:/]/.test(fixed) || /^[^:/]+\/$/.test(fixed);
}
