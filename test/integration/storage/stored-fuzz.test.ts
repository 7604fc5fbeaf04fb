import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findingsQuerySchema } from '../../../src/contract/findings';
import { NO_AMOUNTS } from '../../../src/domain/quotas';
import { DEFAULT_ROLLOUT } from '../../../src/domain/rollout/policy';
import { reconcile } from '../../../src/scan/reconcile';
import * as accounts from '../../../src/storage/accounts';
import * as audit from '../../../src/storage/audit-log';
import { escalationRepository } from '../../../src/storage/escalations';
import { exceptionRepository, findingsById, listExceptions } from '../../../src/storage/exceptions';
import { ensureCounted, markAllStale } from '../../../src/storage/finding-counts';
import { groupRepository, issueHolder } from '../../../src/storage/finding-groups';
import { accountsInStatements } from '../../../src/storage/finding-parts';
import * as queries from '../../../src/storage/finding-queries';
import * as findings from '../../../src/storage/findings';
import { findingsPage } from '../../../src/storage/findings-page';
import * as health from '../../../src/storage/health-queries';
import { ensureSchema } from '../../../src/storage/migrate';
import { addQuotaUse, mostQuotaUse } from '../../../src/storage/quota-use';
import * as runQueries from '../../../src/storage/run-queries';
import * as runs from '../../../src/storage/runs';
import * as scopes from '../../../src/storage/scopes';
import { externalIdOf, getHubCredentials, saveHubCredentials } from '../../../src/storage/secrets';
import {
  getRollout,
  getRuleSettings,
  noteUnapplied,
  saveRollout,
  saveRuleChoice,
  unapplied,
} from '../../../src/storage/settings';
import * as sla from '../../../src/storage/sla-days';
import { StoredDataError } from '../../../src/storage/stored-data';
import { ticketStore } from '../../../src/storage/ticket-store';
import { replaceUnread } from '../../../src/storage/unread';
import * as unread from '../../../src/storage/unread-queries';
import * as workItems from '../../../src/storage/work-items';
import { groupIdOf, groupOf } from '../../../src/tickets/group-findings';
import { nearValid } from '../../fixtures/near-valid';
import { ACCOUNT, complete, evaluation, idOf, TERMS } from '../../unit/scan/support/findings';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);
const DAY = 24 * 60 * 60_000;
const RUN = '3f0c6f5e-0000-4000-8000-000000000001';
const NEXT_RUN = '3f0c6f5e-0000-4000-8000-000000000003';
const EXCEPTION = '3f0c6f5e-0000-4000-8000-000000000002';
const RULE = 's3-bucket-public-read';
const ITEM = { runId: NEXT_RUN, accountId: ACCOUNT.id, scope: 'global' };
const PAIRS = { accountIds: [ACCOUNT.id], ruleIds: [RULE] };
const ID = idOf(RULE, 'logs');
const PATTERN = { ruleIds: [RULE], accountIds: [], arn: 'arn:*', name: null, tag: null };
const QUERY = findingsQuerySchema.parse({ states: ['open', 'unknown', 'excepted', 'resolved'] });

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

/** Whatever reads what is stored, by the file that does. */
const READS: [string, () => Promise<unknown>][] = [
  ['accounts', () => accounts.listAccounts()],
  ['accounts: one', () => accounts.getAccount(ACCOUNT.id)],
  ['audit-log', () => audit.auditEntries({}, 10, null)],
  [
    'escalations',
    () => escalationRepository.pastDue({ now: NOW + 999 * DAY, escalatedBefore: null, limit: 10 }),
  ],
  ['exceptions: one', () => exceptionRepository.get(EXCEPTION)],
  ['exceptions: list', () => listExceptions({ states: ['requested'] })],
  [
    'exceptions: candidates',
    () => all(exceptionRepository.candidates({ kind: 'pattern', pattern: PATTERN })),
  ],
  ['exceptions: untold', () => exceptionRepository.untold()],
  ['exceptions: name', () => exceptionRepository.nameOf(ID)],
  ['exceptions: findings', () => findingsById([ID])],
  [
    'finding-counts',
    async () => {
      await markAllStale();
      await ensureCounted(NOW);
    },
  ],
  ['finding-groups', () => groupRepository.groups()],
  ['finding-groups: members', () => all(groupRepository.members([PAIRS]))],
  ['finding-groups: holder', () => issueHolder(ID)],
  ['finding-queries: counts', () => queries.findingCounts('everybody', NOW - DAY, NOW)],
  ['finding-queries: filters', () => queries.findingFilterValues('everybody')],
  ['finding-queries: one', () => queries.findingForAudience('everybody', ID)],
  ['finding-queries: members', () => queries.membersOfIssue('10002')],
  ['finding-queries: open by rule', () => queries.openByRule()],
  ['finding-queries: open by account', () => queries.openByAccount()],
  ['findings: scope', () => findings.findingsOfScope(ACCOUNT.id, 'global')],
  ['findings: one', () => findings.storedFinding(ID)],
  ['findings: routed', () => all(findings.routedByTag(PAIRS))],
  ['findings: routes', () => findings.routes([ACCOUNT.id], NOW)],
  ['finding-parts', () => accountsInStatements()],
  ['findings-page', () => findingsPage('everybody', QUERY, NOW)],
  ['findings-page: search', () => findingsPage('everybody', { ...QUERY, search: 'logs' }, NOW)],
  ['health-queries: queue', () => health.queuedWork()],
  ['health-queries: scan', () => health.lastCompleteScan()],
  ['health-queries: throttled', () => health.throttledWork()],
  ['health-queries: stored', () => health.storedFindings()],
  ['health-queries: tickets', () => health.ticketBacklog()],
  ['health-queries: late', () => health.lateAccounts(NOW + DAY)],
  ['quota-use', () => mostQuotaUse(0)],
  ['run-queries: newest', () => runQueries.newestRuns(10)],
  ['run-queries: finished', () => runQueries.lastFinishedRun()],
  ['run-queries: last', () => runQueries.lastScanAt()],
  ['run-queries: accounts', () => runQueries.lastScanByAccount()],
  ['runs: unfinished', () => runs.unfinishedRuns()],
  ['runs: newest', () => runs.newestRunId()],
  ['runs: since', () => runs.scheduledRunsSince(0)],
  ['scopes', () => scopes.knownScopes(ACCOUNT.id)],
  ['scopes: history', () => scopes.scopeHistory([ACCOUNT.id])],
  ['scopes: scanned', () => scopes.scannedScopes('global')],
  ['secrets: hub', () => getHubCredentials()],
  ['secrets: external id', () => externalIdOf(ACCOUNT.id)],
  ['settings: rules', () => getRuleSettings()],
  ['settings: rollout', () => getRollout()],
  ['settings: unapplied', () => unapplied()],
  ['sla-days', () => sla.slaDays({}, 0)],
  ['sla-days: standing', () => sla.slaStanding('project')],
  ['ticket-repository: plan', () => ticketStore.findingsToPlan({ single: [PAIRS], shared: [PAIRS] })],
  ['ticket-repository: details', () => ticketStore.details([ID, groupIdOf(GROUP)])],
  ['ticket-repository: issue', () => ticketStore.findByIssue('10001')],
  ['ticket-repository: counters', () => ticketStore.counters(RUN)],
  ['ticket-repository: run', () => ticketStore.reportRun(RUN, { held: 0, problems: [], finishedAt: NOW })],
  [
    'unread',
    () =>
      replaceUnread(ACCOUNT.id, 'global', [], { startedAt: NOW, now: NOW, ended: false, inOnePart: false }),
  ],
  ['unread-queries: rows', () => unread.unreadRows()],
  ['unread-queries: accounts', () => unread.unreadByAccount()],
  ['unread-queries: project', () => unread.unreadOfProject('PAY')],
  ['unread-queries: hub', () => unread.hubProblem(0)],
  ['work-items: progress', () => workItems.workItemProgress(ITEM)],
  ['work-items: held', () => workItems.workItemHeldUntil(ITEM)],
  ['work-items: count', () => workItems.countWorkItems(NEXT_RUN)],
  ['work-items: idle', () => workItems.idleWorkItems(NEXT_RUN, NOW + DAY)],
];
const GROUP = { ruleId: RULE, accountId: ACCOUNT.id, projectKey: 'PAY' };

type Answer = { rows: unknown } | { value: unknown };
const answerSchema = z.union([
  z.looseObject({ rows: z.array(z.unknown()) }),
  z.looseObject({ value: z.unknown() }).refine((answer) => 'value' in answer),
]);

let forge: ForgeStorage;
/** What comes of an answer on its way from the platform. */
let tamper: (answer: Answer) => Answer = (answer) => answer;

beforeAll(async () => {
  forge = await startForgeStorage('fuzz');
  await ensureSchema();
  await seed();
  const platform = Reflect.get(globalThis, '__forge_fetch__');
  Reflect.set(globalThis, '__forge_fetch__', async (...asked: unknown[]): Promise<Response> => {
    const response: Response = await platform(...asked);
    const text = await response.text();
    const read = answerSchema.safeParse(response.ok && text !== '' ? JSON.parse(text) : null);
    const body = read.success ? JSON.stringify({ ...read.data, ...tamper(read.data) }) : text;
    return new Response(response.status === 204 ? null : body, response);
  });
});
afterAll(() => forge.close());

async function seed(): Promise<void> {
  await accounts.saveAccount(
    {
      id: ACCOUNT.id,
      name: 'payments-prod',
      roleArn: `arn:aws:iam::${ACCOUNT.id}:role/CloudFindingsReadOnly`,
      tier: 'production',
      ownerProjectKey: 'PAY',
      regions: ['us-east-1'],
      enabled: true,
      tags: { team: 'payments' },
    },
    NOW,
  );
  const evaluations = ['logs', 'data'].map((name) => evaluation(RULE, name, 'fail', { tags: { team: 'a' } }));
  const outcome = { scope: 'global', evaluations, coverage: complete(RULE) };
  await findings.applyFindingChanges(
    { accountId: ACCOUNT.id, scope: 'global' },
    reconcile({ stored: [], outcome, terms: TERMS, now: NOW }),
  );
  const members = (await all(groupRepository.members([PAIRS]))).flat();
  const group = groupOf(GROUP, members, null, NOW);
  if (group !== null) await groupRepository.saveGroups([group]);
  await groupRepository.joinGroup(groupIdOf(GROUP), [idOf(RULE, 'data')]);
  await noteUnapplied(RUN);
  await ticketStore.attachIssues([{ findingId: ID, issue: { id: '10001', key: 'PAY-1' } }], NOW);
  await runs.insertRun(RUN, 'schedule', NOW);
  await workItems.insertWorkItems(RUN, [{ accountId: ACCOUNT.id, scope: 'global', startsAt: null }]);
  await workItems.endWorkItem({ ...ITEM, runId: RUN }, null, NOW);
  await runs.markScanned(RUN, NOW + 1);
  await runs.insertRun(NEXT_RUN, 'manual', NOW + 3);
  await workItems.insertWorkItems(NEXT_RUN, [{ accountId: ACCOUNT.id, scope: 'global', startsAt: null }]);
  await workItems.keepRest(ITEM, { ruleIds: [RULE], after: { bucket: 'arn:x' }, oneByOne: false });
  await workItems.leaseWorkItem(ITEM, { owner: 'a', again: false, now: NOW, until: NOW + 1 });
  await scopes.noteScan(ACCOUNT.id, 'global', { startedAt: NOW, now: NOW + 1, ended: true });
  const lost = {
    accountId: ACCOUNT.id,
    region: 'global',
    operation: 's3:ListBuckets',
    reason: 'throttled',
    message: 'x',
  } as const;
  const denied = { ...lost, operation: 'sts:AssumeRole', reason: 'credentials' } as const;
  await replaceUnread(ACCOUNT.id, 'global', [lost, denied], {
    startedAt: NOW,
    now: NOW,
    ended: false,
    inOnePart: false,
  });
  await ticketStore.setProblem([ID], 'Jira says no.');
  await ticketStore.attachIssues(
    [{ findingId: groupIdOf(GROUP), issue: { id: '10002', key: 'PAY-2' } }],
    NOW,
  );
  await runs.finishRun(RUN, ['Jira says no.'], NOW + 2);
  const action = {
    findingId: ID,
    issueId: '10001',
    issueKey: 'PAY-1',
    marker: '1',
    reason: 'x',
    policyId: null,
  };
  await ticketStore.recordActions('created', [action], { runId: RUN, at: NOW });
  await sla.countSlaDay(NOW);
  await addQuotaUse({ amounts: NO_AMOUNTS, requests: 1, from: NOW, to: NOW });
  await exceptionRepository.insert({
    id: EXCEPTION,
    scope: { kind: 'pattern', pattern: PATTERN },
    reason: 'Because somebody has to read it.',
    until: NOW + DAY,
    state: 'requested',
    requestedBy: 'a',
    requestedAt: NOW,
    decidedBy: null,
    decidedAt: null,
    note: '',
  });
  await saveHubCredentials({ accessKeyId: 'AKIA', secretAccessKey: 'secret' });
  await externalIdOf(ACCOUNT.id);
  await saveRuleChoice(RULE, { enabled: true, severity: null, parameters: {} });
  await saveRollout({ version: 1, rollout: DEFAULT_ROLLOUT });
}

/** What the reading is answered when nobody tampers with it. */
async function answersTo(read: () => Promise<unknown>): Promise<unknown[]> {
  const answers: unknown[] = [];
  tamper = (answer) => {
    answers.push('rows' in answer ? answer.rows : answer.value);
    return answer;
  };
  await read();
  return answers;
}

describe('what is stored and nearly right', () => {
  it.each(READS)('%s: is understood, or an error in words names it', async (_, read) => {
    const samples = await answersTo(read);
    expect(samples.filter((sample) => JSON.stringify(sample) !== '[]')).not.toEqual([]);
    const tampered = fc
      .nat({ max: samples.length - 1 })
      .chain((which) => nearValid(samples[which]).map((instead) => ({ which, instead })));
    await fc.assert(
      fc.asyncProperty(tampered, async ({ which, instead }) => {
        let asked = -1;
        tamper = (answer) => {
          asked += 1;
          if (asked !== which) return answer;
          return 'rows' in answer ? { rows: instead } : { value: instead };
        };
        const error = await read().then(
          () => null,
          (thrown: unknown) => thrown,
        );
        // A mended row may ask something that the database refuses.
        if (!(error instanceof StoredDataError) && !/^ForgeSQL/.test(nameOf(error))) expect(error).toBeNull();
        if (error instanceof StoredDataError)
          expect(error.message).toMatch(/^What is stored of .* cannot be understood/);
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: 40 },
    );
  });

  it('is read by these and by no other file', () => {
    const folder = 'src/storage';
    const reading = readdirSync(folder).filter(
      (file) =>
        file.endsWith('.ts') &&
        // The last one asks whether a table is there.
        !['run-sql.ts', 'stored-data.ts', 'migrate.ts'].includes(file) &&
        /\bselect\(|parseStored\(/.test(readFileSync(join(folder, file), 'utf8')),
    );
    const tried = new Set(READS.map(([name]) => `${name.split(':')[0]}.ts`));
    expect(reading.filter((file) => !tried.has(file))).toEqual([]);
  });
});

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name || error.constructor.name : '';
}
