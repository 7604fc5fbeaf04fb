import type { AccountEntry } from '../../src/cli/accounts-file';
import { adminPageRequests } from '../../src/contract/admin-page';
import type { Account } from '../../src/domain/account';
import {
  DEFAULT_ROLLOUT,
  newPolicy,
  type Rollout,
  type RolloutPolicy,
} from '../../src/domain/rollout/policy';
import type { Estate } from '../aws/server';
import type { AdminCall } from '../pages-client';

/** What an admin would type in to set the app up. */
export interface Setup {
  hub: { accessKeyId: string; secretAccessKey: string };
  accounts: Account[];
  rollout: Rollout;
}

/** The name of the role that the app's CloudFormation template makes. */
const ROLE_NAME = 'CloudFindingsReadOnly';

/** Which team of the demo site owns which account of the demo estate, by the account's name. */
const OWNERS: Record<string, string> = {
  'prod-payments': 'PAY',
  'prod-web': 'WEB',
  'data-platform': 'DATA',
  staging: 'PLAT',
  'dev-sandbox': 'PLAT',
  security: 'SEC',
};

const REVIEWED = newPolicy('5f0c2a0e-3b0d-4a53-9c5e-7a1f6b1d0001', 'Reviewed: medium and above');

const DEMO_POLICY: RolloutPolicy = {
  ...REVIEWED,
  stage: 'ticket',
  rules: { ...REVIEWED.rules, minimumSeverity: 'medium' },
  ceiling: { perRun: 200, perDay: 1000 },
};

/** The set-up of the demo: every account of the estate, each owned by its team's project. */
export function demoSetup(estate: Estate): Setup {
  const [key] = estate.hub.accessKeys;
  if (key === undefined) throw new Error('The estate has no access key for the hub');
  return {
    hub: { accessKeyId: key.id, secretAccessKey: key.secret },
    accounts: estate.accounts.map((account) => ({
      id: account.id,
      name: account.name,
      roleArn: `arn:aws:iam::${account.id}:role/${ROLE_NAME}`,
      tier: account.tier,
      ownerProjectKey: OWNERS[account.name] ?? null,
      regions: 'enabled',
      enabled: true,
      tags: {},
    })),
    rollout: { ...DEFAULT_ROLLOUT, policies: [DEMO_POLICY] },
  };
}

/** The project that findings of accounts from a file are filed in. */
const PROJECT_FOR_GIVEN_ACCOUNTS = 'SEC';

const PROJECT_FOR_GIVEN_ACCOUNTS_ROUTE: RolloutPolicy['route'] = {
  ...DEMO_POLICY.route,
  project: { kind: 'project', projectKey: PROJECT_FOR_GIVEN_ACCOUNTS },
};

/** The set-up for accounts behind an endpoint that the caller names. */
export function givenSetup(accounts: AccountEntry[], hub: Setup['hub']): Setup {
  return {
    hub,
    accounts: accounts.map(({ id, name, roleArn, tier, regions }) => ({
      id,
      name,
      roleArn,
      tier,
      ownerProjectKey: PROJECT_FOR_GIVEN_ACCOUNTS,
      regions: regions ?? 'enabled',
      enabled: true,
      tags: {},
    })),
    rollout: { ...DEFAULT_ROLLOUT, policies: [{ ...DEMO_POLICY, route: PROJECT_FOR_GIVEN_ACCOUNTS_ROUTE }] },
  };
}

/**
 * Sets the app up through its own admin page, so that nothing is stored that the page would refuse.
 * @param accountsOnly when the rest was set up before, and may have been changed by hand since
 */
export async function applySetup(
  admin: AdminCall,
  { hub, accounts, rollout }: Setup,
  { accountsOnly = false } = {},
): Promise<void> {
  if (isFormOfAwsKey(hub)) await admin('saveHubCredentials', hub);
  for (const account of accounts) await admin('saveAccount', { account });
  if (accountsOnly) return;
  const { version } = await admin('getRollout', {});
  await admin('saveRollout', { rollout, basedOn: version });
}

/** Endpoints other than AWS take keys like "test", which the admin page rightly refuses. */
export function isFormOfAwsKey(hub: Setup['hub']): boolean {
  return adminPageRequests.saveHubCredentials.safeParse(hub).success;
}
