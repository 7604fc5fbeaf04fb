import type { Account } from '../../../../src/domain/account';
import { DEFAULT_ROLLOUT } from '../../../../src/domain/rollout/policy';
import { inForce } from '../../../../src/scan/in-force';
import type { ScanDeps } from '../../../../src/scan/ports';

export const SCANNED_ACCOUNT: Account = {
  id: '111122223333',
  name: 'payments-prod',
  roleArn: 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
  tier: 'production',
  ownerProjectKey: 'PAY',
  tags: {},
  regions: ['eu-west-1'],
  enabled: true,
};

/** What a test gives; everything else that is asked throws by its name. */
export interface Given {
  now?: () => number;
  store?: Partial<ScanDeps['store']>;
  settings?: Partial<ScanDeps['settings']>;
  cloud?: Partial<ScanDeps['cloud']>;
  queue?: Partial<ScanDeps['queue']>;
}

/** The dependencies of a scan with one account and no rules, and what was logged. */
export function fakeScanDeps({ now = () => 0, store, settings, cloud, queue }: Given = {}) {
  const logged: [event: string, details: object][] = [];
  const refuse = (name: string) => (): never => {
    throw new Error(`The test gives no ${name}`);
  };
  const deps: ScanDeps = {
    now,
    newId: () => 'id',
    log: (event, details) => logged.push([event, details]),
    settings: {
      accounts: async () => [SCANNED_ACCOUNT],
      account: async () => SCANNED_ACCOUNT,
      inForce: async (accounts) => inForce(DEFAULT_ROLLOUT, accounts, []),
      ...settings,
    },
    cloud: { enabledRegions: refuse('enabledRegions'), readers: refuse('readers'), ...cloud },
    queue: {
      pushScans: refuse('pushScans'),
      pushPlan: refuse('pushPlan'),
      pushTickets: refuse('pushTickets'),
      ...queue,
    },
    store: {
      insertRun: refuse('insertRun'),
      scheduledRunsSince: refuse('scheduledRunsSince'),
      unfinishedRuns: refuse('unfinishedRuns'),
      markScanned: refuse('markScanned'),
      finishRun: refuse('finishRun'),
      insertWorkItems: refuse('insertWorkItems'),
      leaseWorkItem: refuse('leaseWorkItem'),
      workItemProgress: refuse('workItemProgress'),
      workItemHeldUntil: refuse('workItemHeldUntil'),
      keepRest: refuse('keepRest'),
      releaseWorkItem: refuse('releaseWorkItem'),
      endWorkItem: refuse('endWorkItem'),
      countWorkItems: refuse('countWorkItems'),
      idleWorkItems: refuse('idleWorkItems'),
      openInEarlierRuns: refuse('openInEarlierRuns'),
      workItemsStartingAfter: refuse('workItemsStartingAfter'),
      scopeHistory: refuse('scopeHistory'),
      findingsOfScope: refuse('findingsOfScope'),
      storedFinding: refuse('storedFinding'),
      applyFindingChanges: refuse('applyFindingChanges'),
      findingWriter: refuse('findingWriter'),
      replaceUnread: refuse('replaceUnread'),
      noteScan: refuse('noteScan'),
      knownScopes: refuse('knownScopes'),
      forgetScope: refuse('forgetScope'),
      resolveOrphans: refuse('resolveOrphans'),
      resolveOff: refuse('resolveOff'),
      ...store,
    },
  };
  return { deps, logged };
}
