import { join } from 'node:path';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../sandbox/sandbox';
import type { FindingRow, FindingsQuery } from '../../../../src/contract/findings';
import type { RunView } from '../../../../src/contract/global-page';
import type { Account } from '../../../../src/domain/account';

export const PAYMENTS = '111122223333';
export const WEB = '444455556666';
export const HOUR = 60 * 60_000;

/** The hub's key, as in estate.yaml. */
export const HUB = {
  accessKeyId: 'AKIAHUBOFPIPELINETEST',
  secretAccessKey: 'hub-secret-of-the-pipeline-tests-01',
};

/** What the estate's resources fail, as `names('open')` answers after a scan. */
export const FAILING = [
  'archive ebs-volume-unattached',
  'bastion ec2-sg-open-ssh',
  'bastion ec2-sg-open-unapproved-port',
  'cms ebs-volume-encrypted',
  'cms ebs-volume-unattached',
  'ledger-1 ebs-volume-encrypted',
  'ledger-2 ebs-volume-encrypted',
  'ledger-3 ebs-volume-encrypted',
];
export const NOTHING_DONE = { created: 0, updated: 0, closed: 0, reopened: 0, held: 0 };

export interface Pipeline extends Sandbox {
  /** The hourly trigger and everything that follows from it, retries brought forward; answers the newest run. */
  runHour(): Promise<RunView>;
  /** The same, after an hour has passed. */
  nextHour(): Promise<RunView>;
  findings(query?: FindingsQuery): Promise<FindingRow[]>;
  /** The findings of one state as `resource rule`, sorted. */
  names(state: FindingRow['state']): Promise<string[]>;
  account(id: string): Promise<Account>;
  /** What the app and the platform logged. */
  logged: string[];
}

export const PIPELINE_ESTATE = join(import.meta.dirname, '..', 'estate');

export interface PipelineOptions {
  /** A small estate of two accounts when left out. */
  estateDir?: string;
  /** An estate that is in no folder, or that changes while the pipeline runs, and its set-up. */
  estate?: SandboxOptions['estate'];
  limits?: SandboxOptions['limits'];
  /** How many invocations may run side by side. */
  workers?: number;
  /** Tells the databases of two pipelines at once apart. */
  database?: string;
}

import { changePolicy } from './change-policy';

/** Jira, Forge and AWS with a small estate of two accounts, the app set up to file whatever it finds. */
export async function startPipeline({
  estateDir,
  estate,
  limits,
  workers,
  database = 'pipeline',
}: PipelineOptions = {}): Promise<Pipeline> {
  const logged: string[] = [];
  const sandbox = await startSandbox({
    ...(estate === undefined ? { estateDir: estateDir ?? PIPELINE_ESTATE } : { estate }),
    sqlUrl: ownDatabase(database),
    ...(limits === undefined ? {} : { limits }),
    ...(workers === undefined ? {} : { workers }),
    log: (line) => logged.push(line),
  });
  const { host, pages } = sandbox;
  if (estate === undefined)
    await changePolicy(pages, ({ rules }) => ({ rules: { ...rules, minimumSeverity: null } }));

  const findings = async (query: FindingsQuery = {}) => {
    const states: FindingsQuery['states'] = ['open', 'unknown', 'resolved'];
    return (await pages.global('listFindings', { states, pageSize: 100, ...query })).rows;
  };
  const runHour = async () => {
    await host.runScheduledTrigger('hourly-scan');
    await host.drainQueues({ skipDelays: true });
    const { runs } = await pages.global('listRuns', {});
    const [newest] = runs;
    if (newest === undefined) throw new Error('There is no run');
    return newest;
  };
  return {
    ...sandbox,
    runHour,
    nextHour: () => {
      sandbox.clock.advance(HOUR);
      return runHour();
    },
    logged,
    findings,
    names: async (state) =>
      (await findings({ states: [state] }))
        .map(({ resourceId, resourceName, ruleId }) => `${resourceName ?? resourceId} ${ruleId}`)
        .sort(),
    async account(id) {
      const { accounts } = await pages.admin('getOverview', {});
      const found = accounts.find((account) => account.id === id);
      if (found === undefined) throw new Error(`${id} is not connected`);
      const { openFindings: _, unreadOperations: __, lastScanAt: ___, ...account } = found;
      return account;
    },
  };
}

function ownDatabase(name: string): string | undefined {
  const url = process.env['SANDBOX_SQL_URL'];
  if (url === undefined || url === '') return undefined;
  const address = new URL(url);
  address.pathname = `${address.pathname === '/' ? '/cloud_findings' : address.pathname}_${name}_${process.env['VITEST_POOL_ID'] ?? '0'}`;
  return address.toString();
}
