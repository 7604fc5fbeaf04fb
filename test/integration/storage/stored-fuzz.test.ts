import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { findingsQuerySchema } from '../../../src/contract/findings';
import { auditId } from '../../../src/domain/audit';
import { fitText } from '../../../src/domain/fit-text';
import { LOG_LEVELS } from '../../../src/domain/log-level';
import { NO_AMOUNTS } from '../../../src/domain/quotas';
import { DEFAULT_ROLLOUT } from '../../../src/domain/rollout/policy';
import { reconcile } from '../../../src/scan/reconcile';
import * as accountScans from '../../../src/storage/account-scans';
import * as accounts from '../../../src/storage/accounts';
import * as audit from '../../../src/storage/audit-log';
import { escalationRepository } from '../../../src/storage/escalations';
import { exceptionRepository, findingsById, listExceptions } from '../../../src/storage/exceptions';
import { countInTurn, ensureCounted, markAllStale } from '../../../src/storage/finding-counts';
import { groupRepository, issueHolder } from '../../../src/storage/finding-groups';
import { accountsInStatements, atMost } from '../../../src/storage/finding-parts';
import * as queries from '../../../src/storage/finding-queries';
import * as findings from '../../../src/storage/findings';
import { findingsPage } from '../../../src/storage/findings-page';
import * as health from '../../../src/storage/health-queries';
import { ensureSchema } from '../../../src/storage/migrate';
import { addQuotaUse, mostQuotaUse } from '../../../src/storage/quota-use';
import * as runQueries from '../../../src/storage/run-queries';
import { select, write } from '../../../src/storage/run-sql';
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

/** Where `src/storage` read something that was there: `runs.ts:56`. */
const { reached } = vi.hoisted(() => ({ reached: new Set<string>() }));

vi.mock('../../../src/storage/stored-data', async (original) => {
  const real = await original<typeof import('../../../src/storage/stored-data')>();
  const parseStored: typeof real.parseStored = (...asked) =>
    noting(sitesNow(), () => real.parseStored(...asked));
  return { ...real, parseStored };
});
vi.mock('../../../src/storage/run-sql', async (original) => {
  const real = await original<typeof import('../../../src/storage/run-sql')>();
  const parseRows: typeof real.parseRows = (...asked) => {
    const rows = real.parseRows(...asked);
    return rows.length === 0 ? rows : noting(sitesNow(), () => rows);
  };
  const select: typeof real.select = async (...asked) => {
    // Where it was called from is forgotten as soon as it waits.
    const sites = sitesNow();
    const rows = await real.select(...asked);
    return rows.length === 0 ? rows : noting(sites, () => rows);
  };
  return { ...real, parseRows, select };
});

const SITE = /src\/storage\/([\w-]+\.ts):(\d+)/;

/** The lines of `src/storage` that are at work. */
function sitesNow(): string[] {
  const frames = (new Error('Where').stack ?? '').split('\n');
  return frames.flatMap((frame) => {
    const [, file, line] = SITE.exec(frame) ?? [];
    return file === undefined ? [] : [`${file}:${line}`];
  });
}

function noting<T>(sites: readonly string[], read: () => T): T {
  const value = read();
  for (const site of sites) reached.add(site);
  return value;
}

const NOW = Date.UTC(2026, 10, 23, 20);
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const RUN = '3f0c6f5e-0000-4000-8000-000000000001';
const NEXT_RUN = '3f0c6f5e-0000-4000-8000-000000000003';
const OLD_RUN = '3f0c6f5e-0000-4000-8000-000000000004';
const LATER_RUN = '3f0c6f5e-0000-4000-8000-000000000006';
const POLICY = '3f0c6f5e-0000-4000-8000-000000000005';
const EXCEPTION = '3f0c6f5e-0000-4000-8000-000000000002';
const RULE = 's3-bucket-public-read';
/** More than one answer lists. */
const MANY_RULE = 'ec2-sg-open-ssh';
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

/** With so many findings of the rule, as their counts say, that they are not looked at one by one. */
async function amongMany(query: Partial<typeof QUERY>): Promise<unknown> {
  await write(sql`UPDATE finding_counts SET findings = 6000 WHERE rule_id = ${RULE}`);
  return findingsPage('everybody', { ...QUERY, ruleIds: [RULE], ...query }, NOW);
}

/** Whatever reads what is stored, by the file that does. */
const READS: [string, () => Promise<unknown>][] = [
  ['account-scans', () => accountScans.accountScans()],
  ['account-scans: late', () => accountScans.lateAccounts(NOW + DAY)],
  ['account-scans: connected', () => accountScans.connectedSince()],
  ['accounts', () => accounts.listAccounts()],
  ['accounts: one', () => accounts.getAccount(ACCOUNT.id)],
  ['audit-log', () => audit.auditEntries({}, 10, null)],
  ['audit-log: search', () => audit.auditEntries({ search: 'PAY-1' }, 10, null)],
  [
    'escalations',
    () =>
      escalationRepository.pastDue({
        now: NOW + 999 * DAY,
        filed: [{ accountIds: [ACCOUNT.id], ruleIds: [RULE] }],
        escalatedBefore: null,
        failedSince: NOW,
        limit: 10,
      }),
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
  // Whichever hour has the account's turn.
  ['finding-counts: in turn', () => countInTurn((Number(ACCOUNT.id) % 24) * HOUR)],
  ['finding-counts: of a condition', () => exceptionRepository.uncover([ID], NOW)],
  ['finding-groups', () => groupRepository.groups()],
  ['finding-groups: members', () => all(groupRepository.members([PAIRS]))],
  ['finding-groups: holder', () => issueHolder(ID)],
  ['finding-queries: counts', () => queries.findingCounts('everybody', NOW - DAY, NOW)],
  ['finding-queries: filters', () => queries.findingFilterValues('everybody')],
  ['finding-queries: one', () => queries.findingForAudience('everybody', ID)],
  ['finding-queries: members', () => queries.membersOfIssue('10002')],
  ['finding-queries: many members', () => queries.membersOfIssue('10003')],
  ['finding-queries: open by rule', () => queries.openByRule()],
  ['finding-queries: open by account', () => queries.openByAccount()],
  ['findings: scope', () => findings.findingsOfScope(ACCOUNT.id, 'global')],
  [
    'findings: long resolved',
    async () => {
      await applyFound('eu-west-1', RULE, ['old']);
      await write(sql`UPDATE findings SET state = 'resolved', resolved_reason = 'fixed', resolved_at = 1, needs_sync = 0
        WHERE scope = 'eu-west-1'`);
      await findings.dropOldResolved(NOW);
    },
  ],
  ['findings: one', () => findings.storedFinding(ID)],
  ['findings: routed', () => all(findings.routedByTag(PAIRS))],
  ['findings: routes', () => findings.routes([ACCOUNT.id], NOW)],
  ['finding-parts', () => accountsInStatements()],
  ['finding-parts: cut', () => atMost(1, sql`scope = 'global'`, 2)],
  ['findings-page', () => findingsPage('everybody', QUERY, NOW)],
  ['findings-page: search', () => findingsPage('everybody', { ...QUERY, search: 'logs' }, NOW)],
  ['findings-page: many', () => amongMany({})],
  ['findings-page: many that are overdue', () => amongMany({ overdueOnly: true })],
  ['findings-page: a rule among many', () => amongMany({ search: RULE })],
  ['findings-page: a resource among many', () => amongMany({ search: 'logs' })],
  ['health-queries: queue', () => health.queuedWork(NOW)],
  ['health-queries: scan', () => health.lastCompleteScan()],
  ['health-queries: throttled', () => health.throttledWork()],
  ['health-queries: stored', () => health.storedFindings()],
  ['health-queries: tickets', () => health.ticketBacklog()],
  ['quota-use', () => mostQuotaUse(0)],
  ['run-queries: newest', () => runQueries.newestRuns(10)],
  ['run-queries: finished', () => runQueries.lastFinishedRun()],
  ['run-queries: last', () => runQueries.lastScanAt()],
  ['runs: unfinished', () => runs.unfinishedRuns()],
  ['runs: newest', () => runs.newestScannedRunId()],
  ['runs: since', () => runs.scheduledRunsSince(0)],
  [
    'runs: old',
    async () => {
      await runs.insertRun(OLD_RUN, 'schedule', NOW - 8 * DAY);
      await workItems.insertWorkItems(OLD_RUN, [{ accountId: ACCOUNT.id, scope: 'global', startsAt: null }]);
      await runs.dropOldRuns(NOW);
    },
  ],
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
  [
    'ticket-repository: plan',
    async () => {
      for await (const _ of ticketStore.findingsToPlan({ single: [PAIRS], shared: [PAIRS] }));
    },
  ],
  ['ticket-repository: details', () => ticketStore.details([ID, groupIdOf(GROUP)])],
  ['ticket-repository: issue', () => ticketStore.findByIssue('10001')],
  ['ticket-repository: in doubt', () => ticketStore.inDoubt()],
  ['ticket-repository: created', () => ticketStore.createdByPolicy(RUN, 0)],
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
  ['work-items: later', () => workItems.workItemsStartingAfter(NEXT_RUN, NOW)],
  ['work-items: earlier', () => workItems.openInEarlierRuns(LATER_RUN, 0)],
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

async function applyFound(scope: string, ruleId: string, names: readonly string[]): Promise<void> {
  const evaluations = names.map((name) => evaluation(ruleId, name, 'fail', { tags: { team: 'a' } }));
  await findings.applyFindingChanges(
    { accountId: ACCOUNT.id, scope },
    reconcile({
      stored: [],
      outcome: { scope, evaluations, coverage: complete(ruleId) },
      terms: TERMS,
      now: NOW,
    }),
  );
}

/** Has one issue tell of those of the rule's findings. */
async function share(
  ruleId: string,
  names: readonly string[],
  issue: { id: string; key: string },
): Promise<void> {
  const of = { ...GROUP, ruleId };
  const ids = names.map((name) => idOf(ruleId, name));
  const found = (
    await all(groupRepository.members([{ accountIds: [ACCOUNT.id], ruleIds: [ruleId] }]))
  ).flat();
  const group = groupOf(
    of,
    found.filter(({ id }) => ids.includes(id)),
    null,
    NOW,
  );
  if (group !== null) await groupRepository.saveGroups([group]);
  await groupRepository.joinGroup(groupIdOf(of), ids);
  await ticketStore.attachIssues([{ findingId: groupIdOf(of), issue }], NOW);
}

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
  await applyFound('global', RULE, ['logs', 'data', 'doubt', 'excepted']);
  const many = Array.from({ length: 200 }, (_, index) => `sg-${index}`);
  await applyFound('us-east-1', MANY_RULE, many);
  await share(MANY_RULE, many, { id: '10003', key: 'PAY-3' });
  await noteUnapplied(RUN);
  await ticketStore.attachIssues([{ findingId: ID, issue: { id: '10001', key: 'PAY-1' } }], NOW);
  await runs.insertRun(RUN, 'schedule', NOW);
  await workItems.insertWorkItems(RUN, [{ accountId: ACCOUNT.id, scope: 'global', startsAt: null }]);
  await workItems.endWorkItem({ ...ITEM, runId: RUN }, null, NOW);
  await runs.markScanned(RUN, NOW + 1);
  await runs.insertRun(NEXT_RUN, 'manual', NOW + 3);
  await workItems.insertWorkItems(NEXT_RUN, [
    { accountId: ACCOUNT.id, scope: 'global', startsAt: null },
    { accountId: ACCOUNT.id, scope: 'us-east-1', startsAt: NOW + 1 },
  ]);
  await runs.insertRun(LATER_RUN, 'schedule', NOW + 4);
  await workItems.keepRest(ITEM, { ruleIds: [RULE], after: { bucket: 'arn:x' }, oneByOne: false }, 1);
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
  const eachOfMany = Array.from({ length: 2_000 }, (_, index) => ({ ...lost, operation: `s3:Get${index}` }));
  await replaceUnread(ACCOUNT.id, 'us-east-1', eachOfMany, {
    startedAt: NOW,
    now: NOW,
    ended: false,
    inOnePart: false,
  });
  await ticketStore.setProblem([ID], 'Jira says no.');
  await share(RULE, ['data'], { id: '10002', key: 'PAY-2' });
  await runs.finishRun(RUN, ['Jira says no.'], NOW + 2);
  const action = {
    findingId: ID,
    issueId: '10001',
    issueKey: 'PAY-1',
    marker: '1',
    reason: 'x',
    policyId: POLICY,
  };
  await ticketStore.recordActions('created', [action], { runId: RUN, at: NOW });
  await audit.recordAudit(
    // A search looks at 6,000 at once.
    Array.from({ length: 6_000 }, (_, index) => ({
      id: auditId('fuzz', String(index)),
      at: NOW - index,
      actor: null,
      action: 'issue-created' as const,
      subject: `PAY-${index}`,
      note: '',
      changes: [],
    })),
  );
  await ticketStore.claimFilings([idOf(RULE, 'doubt')], { owner: 'a', now: NOW });
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
  await exceptionRepository.cover(EXCEPTION, [idOf(RULE, 'excepted')], NOW);
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

  it('what Jira and AWS said is stored as any database takes it', async () => {
    tamper = (answer) => answer;
    const said = `No\0 \uD83D${'\u{1F4A9}'.repeat(20_000)}`;
    const fits = (kept: string | null | undefined) => {
      expect(kept).toMatch(/^No\uFFFD \uFFFD/u);
      expect(kept).toBe(fitText(kept ?? '', 16_000));
    };
    await ticketStore.setProblem([ID], said);
    const [finding] = await ticketStore.details([ID]);
    fits(finding?.ticket.problem);
    await ticketStore.reportRun(NEXT_RUN, { held: 0, problems: [said], finishedAt: null });
    const run = await runQueries.runById(NEXT_RUN);
    fits(run?.problems[0]);
    await workItems.endWorkItem({ ...ITEM, scope: 'us-east-1' }, said, NOW);
    const [ended] = await select(
      z.object({ error: z.string() }),
      sql`SELECT error FROM work_items WHERE run_id = ${NEXT_RUN} AND scope = 'us-east-1'`,
    );
    fits(ended?.error);
  });

  it('the level of the log is a level, whatever is stored', async () => {
    await fc.assert(
      fc.asyncProperty(nearValid('debug'), async (stored) => {
        tamper = (answer) => ('rows' in answer ? answer : { value: stored });
        // A warm instance does not ask again for a minute.
        vi.resetModules();
        const { logLevel } = await import('../../../src/storage/log-level');
        expect(LOG_LEVELS).toContain(await logLevel());
      }),
      { numRuns: 60 },
    );
  });

  it('is read in no other place', () => {
    const folder = 'src/storage';
    const places = readdirSync(folder)
      // The last one asks whether a table is there.
      .filter(
        (file) => file.endsWith('.ts') && !['run-sql.ts', 'stored-data.ts', 'migrate.ts'].includes(file),
      )
      .flatMap((file) =>
        readFileSync(join(folder, file), 'utf8')
          .split('\n')
          .flatMap((line, index) => (READING.test(line) ? [`${file}:${index + 1}`] : [])),
      );
    expect(places.length).toBeGreaterThan(60);
    expect(places.filter((place) => !reached.has(place))).toEqual([]);
  });
});

/** A call, and not the definition of what is called. */
const READING = /(?<!function )\b(?:select|parseStored)\(/;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name || error.constructor.name : '';
}
