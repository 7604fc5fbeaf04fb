import type { AccountEntry } from '../../src/cli/accounts-file';
import { adminPageRequests } from '../../src/contract/admin-page';
import type { Account } from '../../src/domain/account';
import { DEFAULT_TICKET_POLICY, type TicketPolicy } from '../../src/domain/ticket-policy';
import type { Estate } from '../aws/server';
import type { AdminCall } from '../pages-client';

/** What an admin would type in to set the app up. */
export interface Setup {
  hub: { accessKeyId: string; secretAccessKey: string };
  accounts: Account[];
  policy: TicketPolicy;
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

const DEMO_POLICY: TicketPolicy = {
  ...DEFAULT_TICKET_POLICY,
  enabled: true,
  maxNewIssuesPerRun: 200,
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
    })),
    policy: DEMO_POLICY,
  };
}

/** The project that findings of accounts from a file are filed in. */
const PROJECT_FOR_GIVEN_ACCOUNTS = 'SEC';

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
    })),
    policy: { ...DEMO_POLICY, route: { kind: 'project', projectKey: PROJECT_FOR_GIVEN_ACCOUNTS } },
  };
}

/**
 * Sets the app up through its own admin page, so that nothing is stored that the page would refuse.
 * @param accountsOnly when the rest was set up before, and may have been changed by hand since
 */
export async function applySetup(
  admin: AdminCall,
  { hub, accounts, policy }: Setup,
  { accountsOnly = false } = {},
): Promise<void> {
  if (isFormOfAwsKey(hub)) await admin('saveHubCredentials', hub);
  for (const account of accounts) await admin('saveAccount', { account });
  if (!accountsOnly) await admin('savePolicy', { policy });
}

/** Endpoints other than AWS take keys like "test", which the admin page rightly refuses. */
export function isFormOfAwsKey(hub: Setup['hub']): boolean {
  return adminPageRequests.saveHubCredentials.safeParse(hub).success;
}
