import type { Estate } from '../../../../sandbox/aws/estate/estate';
import { parseAccount } from '../../../../sandbox/aws/estate/parse';
import type { Setup } from '../../../../sandbox/demo/setup';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../sandbox/sandbox';
import type { Account } from '../../../../src/domain/account';
import { DEFAULT_ROLLOUT } from '../../../../src/domain/rollout/policy';

const HUB = { id: 'AKIAHUBOFMANYACCOUNTS', secret: 'hub-secret-of-many-accounts-000001' };
const ROLE = 'CloudFindingsReadOnly';
/** A rule that asks twice about each KMS key, so that the number of keys is what an account costs. */
const ONLY_RULE = 'kms-key-rotation';

export interface Size {
  regions: string[];
  keys: number;
}

export const idOf = (index: number): string => String(300_000_000_000 + index);

/** A line of the app's log, and when it was written by the sandbox's clock. */
export interface Line {
  at: number;
  event: string;
  accountId: string | undefined;
  text: string;
}

export interface ManyAccounts extends Sandbox {
  lines: Line[];
  /** The hourly trigger and everything that follows from it, delays skipped by the clock. */
  runHour(): Promise<void>;
  connect(index: number): Promise<void>;
}

/** A company whose accounts are as large as said, all but `connected` of them connected, under one cheap rule. */
export async function startManyAccounts(
  sizes: readonly Size[],
  { connected = sizes.length, ...options }: Partial<SandboxOptions> & { connected?: number } = {},
): Promise<ManyAccounts> {
  const lines: Line[] = [];
  const clock: { now: () => number } = { now: Date.now };
  const sandbox = await startSandbox({
    estate: { estate: estateOf(sizes), setup: setupOf(sizes.slice(0, connected)) },
    log: (text) => {
      const event = /"event":"([\w-]+)"/.exec(text)?.[1];
      const accountId = /"accountId":"(\d{12})"/.exec(text)?.[1];
      if (event !== undefined) lines.push({ at: clock.now(), event, accountId, text });
    },
    ...options,
  });
  clock.now = () => sandbox.clock.now();
  const { admin } = sandbox.pages;
  const { rules } = await admin('listRules', {});
  for (const { id } of rules.filter((rule) => rule.enabled && rule.id !== ONLY_RULE))
    await admin('saveRule', { ruleId: id, enabled: false, severity: null, parameters: {} });
  await admin('saveLogLevel', { level: 'debug' });
  return {
    ...sandbox,
    lines,
    async runHour() {
      await sandbox.host.runScheduledTrigger('hourly-scan');
      await sandbox.host.drainQueues({ skipDelays: true });
    },
    connect: async (index) => void (await admin('saveAccount', { account: accountOf(index) })),
  };
}

function estateOf(sizes: readonly Size[]): Estate {
  const accounts = sizes.map(({ regions, keys }, index) =>
    parseAccount(
      {
        id: idOf(index),
        name: `account-${index}`,
        roles: { [ROLE]: { externalId: 'any' } },
        enabledRegions: regions,
        regions: Object.fromEntries(
          regions.map((region) => [
            region,
            { keys: Object.fromEntries(Array.from({ length: keys }, (_, key) => [`key-${key}`, {}])) },
          ]),
        ),
      },
      `account-${index}`,
    ),
  );
  return {
    regions: [...new Set(sizes.flatMap(({ regions }) => regions))],
    hub: { accountId: '100000000001', user: 'cloud-findings', accessKeys: [HUB] },
    accounts,
    timeline: [],
    documents: {},
  };
}

function setupOf(sizes: readonly Size[]): Setup {
  return {
    hub: { accessKeyId: HUB.id, secretAccessKey: HUB.secret },
    accounts: sizes.map((_, index) => accountOf(index)),
    rollout: DEFAULT_ROLLOUT,
  };
}

function accountOf(index: number): Account {
  const id = idOf(index);
  return {
    id,
    name: `account-${index}`,
    roleArn: `arn:aws:iam::${id}:role/${ROLE}`,
    tier: 'production',
    ownerProjectKey: 'SEC',
    regions: 'enabled',
    enabled: true,
    tags: {},
  };
}
