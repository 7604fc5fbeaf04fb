import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FindingsQuery, findingsQuerySchema } from '../../../src/contract/findings';
import type { Evaluation, RuleCoverage } from '../../../src/domain/scan-outcome';
import { reconcile } from '../../../src/scan/reconcile';
import { saveAccount } from '../../../src/storage/accounts';
import { findingCounts, findingFilterValues, findingForAudience } from '../../../src/storage/finding-queries';
import {
  applyFindingChanges,
  findingsOfScope,
  resolveFindings,
  resolveOff,
  resolveOrphans,
  routedByTag,
  routeFindings,
  routeFindingsById,
  setDueDates,
  storedFinding,
} from '../../../src/storage/findings';
import { findingsPage } from '../../../src/storage/findings-page';
import { ensureSchema } from '../../../src/storage/migrate';
import { write } from '../../../src/storage/run-sql';
import {
  ACCOUNT,
  complete,
  DAY,
  evaluation,
  HOUR,
  idOf,
  incomplete,
  TERMS,
} from '../../unit/scan/support/findings';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);
const RULE = 's3-bucket-public-read';

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('findings');
  await ensureSchema();
  await saveAccount(
    {
      id: ACCOUNT.id,
      name: 'payments-prod',
      roleArn: `arn:aws:iam::${ACCOUNT.id}:role/CloudFindingsReadOnly`,
      tier: 'production',
      ownerProjectKey: 'PAY',
      regions: 'enabled',
      enabled: true,
      tags: {},
    },
    NOW,
  );
});
afterAll(() => forge.close());
beforeEach(async () => {
  await write(sql`DELETE FROM findings WHERE 1 = 1`);
  forge.resetCounters();
});

const IN_SCOPE = { accountId: ACCOUNT.id, scope: 'global' };

/** One scan of the global scope, from the table and back into it. */
async function scan(now: number, evaluations: Evaluation[], coverage: RuleCoverage[]): Promise<void> {
  const stored = await findingsOfScope(ACCOUNT.id, 'global');
  const outcome = { scope: 'global', evaluations, coverage };
  await applyFindingChanges(IN_SCOPE, reconcile({ stored, outcome, terms: TERMS, now }));
}

const writes = () => forge.statements().filter((statement) => !/^\s*SELECT/i.test(statement));

function buckets(count: number, more: Partial<Evaluation> = {}): Evaluation[] {
  return Array.from({ length: count }, (_, index) => evaluation(RULE, `bucket-${index}`, 'fail', more));
}

describe('where a finding is', () => {
  it('is read as it was written, however its ARN is made', async () => {
    const { id } = ACCOUNT;
    const volume = `arn:aws:ec2:eu-west-1:${id}:volume/vol-1`;
    const places = [
      { region: 'eu-west-1', resourceId: 'vol-1', resourceArn: volume },
      { region: 'global', resourceId: 'deploy', resourceArn: `arn:aws:iam::${id}:role/ci/deploy` },
      { region: 'eu-west-1', resourceId: 'acme', resourceArn: 'arn:aws:s3:::acme' },
      // Of another account or region, within another name, twice, longer than its column, nothing but what is left out.
      {
        region: 'eu-west-1',
        resourceId: 'vol-2',
        resourceArn: 'arn:aws:ec2:eu-west-1:999999999999:volume/vol-2',
      },
      { region: 'us-east-1', resourceId: 'vol-1', resourceArn: volume },
      { region: 'eu-west-1', resourceId: 'vol', resourceArn: `${volume}/` },
      {
        region: 'eu-west-1',
        resourceId: `${id}:x`,
        resourceArn: `arn:aws:sqs:eu-west-1:${id}:eu-west-1:${id}:x`,
      },
      { region: 'eu-west-1', resourceId: `${id}:x`, resourceArn: `arn:aws:sqs:eu-west-1:${id}:x` },
      { region: 'eu-west-1', resourceId: 'x', resourceArn: `${'y'.repeat(300)}:eu-west-1:${id}:x` },
      { region: 'eu-west-1', resourceId: 'Übung\\', resourceArn: `arn:aws:sns:eu-west-1:${id}:Übung\\` },
      { region: 'eu-west-1', resourceId: '', resourceArn: `eu-west-1:${id}:` },
    ];
    const seen = places.map((place) => ({ ...evaluation(RULE, 'bucket', 'fail'), ...place }));
    await scan(NOW, seen, complete(RULE));
    const byArn = (a: { resourceArn: string }, b: { resourceArn: string }) =>
      a.resourceArn.localeCompare(b.resourceArn);
    const read = (await findingsOfScope(ACCOUNT.id, 'global')).map(({ region, resourceArn }) => ({
      region,
      resourceArn,
    }));
    const written = places.map(({ region, resourceArn }) => ({ region, resourceArn }));
    const inOrder = (all: typeof written) =>
      all.sort((a, b) => byArn(a, b) || a.region.localeCompare(b.region));
    expect(inOrder(read)).toEqual(inOrder(written));

    const query = findingsQuerySchema.parse({ search: volume.slice(8) });
    const found = await findingsPage('everybody', query, NOW);
    expect(found.rows.map((row) => row.resource_arn).sort()).toEqual([volume, volume, `${volume}/`]);
  });
});

describe('a scan', () => {
  it('writes what is new in few statements, and nothing at all when it sees the same again', async () => {
    await scan(NOW, buckets(1000), complete(RULE));
    expect(writes().length).toBeLessThanOrEqual(10);
    forge.resetCounters();
    await scan(NOW + HOUR, buckets(1000), complete(RULE));
    expect(writes()).toEqual([]);
    expect(forge.statements().length).toBeLessThanOrEqual(4);
    expect((await findingCounts('everybody', 0, NOW)).open).toBe(1000);
  });

  it('brings back whatever characters it stored', async () => {
    const odd = evaluation(RULE, 'odd', 'fail', {
      message: `It's "50 %" \\ of 🪣s; -- DROP TABLE findings`,
      evidence: { 'a\\b': "o'clock", emoji: '🪣', list: [1, null, true] },
      resourceName: 'Zoë’s bucket \u0000 _%\ud83d',
    });
    await scan(NOW, [odd], complete(RULE));
    expect(await storedFinding(idOf(RULE, 'odd'))).toMatchObject({
      message: odd.message,
      resourceName: 'Zoë’s bucket \u{FFFD} _%\u{FFFD}',
    });
    forge.resetCounters();
    await scan(NOW + HOUR, [odd], complete(RULE));
    expect(writes()).toEqual([]);
  });

  it('stays below the size of one request, however much evidence there is', async () => {
    const heavy = buckets(60, { evidence: { policy: 'x'.repeat(50_000) } });
    await scan(NOW, heavy, complete(RULE));
    expect((await findingCounts('everybody', 0, NOW)).open).toBe(60);
    await scan(
      NOW + HOUR,
      heavy.map((one) => ({ ...one, evidence: { policy: 'y'.repeat(50_000) } })),
      complete(RULE),
    );
    const stored = await findingsOfScope(ACCOUNT.id, 'global');
    expect(stored.every(({ evidence }) => evidence.includes('yyyy'))).toBe(true);
  });

  it.each([
    ['plain', 'x'.repeat(50_000)],
    ['full of quotes, which take twice their bytes in JSON', '"'.repeat(25_000)],
    ['of letters that take more bytes than characters', '漢'.repeat(55_000)],
  ])('is read back whole when its evidence is more than one answer may hold: %s', async (_, policy) => {
    const heavy = buckets(120, { evidence: { policy } });
    await scan(NOW, heavy, complete(RULE));
    forge.resetCounters();
    await scan(NOW + HOUR, heavy, complete(RULE));
    expect(writes()).toEqual([]);
    expect(await findingsOfScope(ACCOUNT.id, 'global')).toHaveLength(120);
  });

  it('is read back whole when some of its texts are longer than a page takes along', async () => {
    const texts = [...'漢'.repeat(520)].map((letter, index) => letter.repeat(index % 50 === 0 ? 2_000 : 200));
    const mixed = buckets(520).map((one, index) => ({ ...one, evidence: { policy: texts[index] ?? '' } }));
    await scan(NOW, mixed, complete(RULE));
    forge.resetCounters();
    await scan(NOW + HOUR, mixed, complete(RULE));
    expect(writes()).toEqual([]);
    const stored = await findingsOfScope(ACCOUNT.id, 'global');
    expect(new Set(stored.map(({ id }) => id)).size).toBe(520);
    expect(stored).toHaveLength(520);
  });

  it('stays below the size of one request when the request has to escape its evidence', async () => {
    const quoted = buckets(60, { evidence: { policy: '"'.repeat(25_000) } });
    await scan(NOW, quoted, complete(RULE));
    expect((await findingCounts('everybody', 0, NOW)).open).toBe(60);
  });

  it('follows a resource through every state', async () => {
    const states: string[] = [];
    const look = async () => {
      const found = await findingForAudience('everybody', idOf(RULE, 'logs'));
      states.push(`${found?.state} ${found?.resolved_reason ?? ''}`.trim());
      return found;
    };
    await scan(NOW, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    await look();
    await scan(NOW + HOUR, [], incomplete('denied', RULE));
    expect(await look()).toMatchObject({ unknown_since: NOW + HOUR, opened_at: NOW, message: 'denied' });
    await scan(NOW + 2 * HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    expect(await look()).toMatchObject({ due_at: null, resolved_at: NOW + 2 * HOUR });
    await scan(NOW + 3 * HOUR, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    expect(await look()).toMatchObject({ first_seen_at: NOW, opened_at: NOW + 3 * HOUR, resolved_at: null });
    await scan(NOW + 4 * HOUR, [], complete(RULE));
    await look();
    expect(states).toEqual(['open', 'unknown', 'resolved fixed', 'open', 'resolved gone']);
  });

  it('forgets what only ever was unreadable', async () => {
    await scan(NOW, [evaluation(RULE, 'logs', 'unknown')], complete(RULE));
    await scan(NOW + HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    expect(await storedFinding(idOf(RULE, 'logs'))).toBeNull();
  });
});

describe('a scan that was overtaken', () => {
  it('does not take back what somebody read after it had begun', async () => {
    await scan(NOW, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    const stored = await findingsOfScope(ACCOUNT.id, 'global');
    const outcome = {
      scope: 'global',
      evaluations: [evaluation(RULE, 'logs', 'fail', { evidence: { old: true } })],
      coverage: complete(RULE),
    };
    const late = reconcile({ stored, outcome, terms: TERMS, now: NOW + HOUR });
    await scan(NOW + HOUR + 1, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    await applyFindingChanges(IN_SCOPE, late);
    expect(await storedFinding(idOf(RULE, 'logs'))).toMatchObject({ state: 'resolved' });
  });

  it('inserts a finding once, whoever comes second', async () => {
    const outcome = {
      scope: 'global',
      evaluations: [evaluation(RULE, 'logs', 'fail')],
      coverage: complete(RULE),
    };
    const both = [NOW, NOW + HOUR].map((now) => reconcile({ stored: [], outcome, terms: TERMS, now }));
    for (const changes of both) await applyFindingChanges(IN_SCOPE, changes);
    expect(await storedFinding(idOf(RULE, 'logs'))).toMatchObject({ firstSeenAt: NOW });
  });
});

describe('what an admin decides', () => {
  const other = 's3-bucket-public-write';
  const PAIRS = { accountIds: [ACCOUNT.id], ruleIds: [RULE, other] };
  beforeEach(async () => {
    await scan(
      NOW,
      [
        evaluation(RULE, 'logs', 'fail'),
        evaluation(RULE, 'dark', 'unknown'),
        evaluation(other, 'logs', 'fail', { severity: 'critical' }),
      ],
      complete(RULE, other),
    );
  });
  const stateOf = async (rule: string, name: string) => {
    const found = await findingForAudience('everybody', idOf(rule, name));
    return found === null ? null : [found.state, found.resolved_reason];
  };

  it('a rule that is switched off takes its findings along', async () => {
    await resolveFindings({ ruleId: RULE }, 'rule-off', NOW + HOUR);
    expect(await stateOf(RULE, 'logs')).toEqual(['resolved', 'rule-off']);
    expect(await stateOf(RULE, 'dark')).toBeNull();
    expect(await stateOf(other, 'logs')).toEqual(['open', null]);
  });

  it('what a scan wrote after that is taken along at the end of its run', async () => {
    await resolveOrphans({ ruleIds: [other], accountIds: [ACCOUNT.id] }, NOW + HOUR);
    expect(await stateOf(RULE, 'logs')).toEqual(['resolved', 'rule-off']);
    expect(await stateOf(other, 'logs')).toEqual(['open', null]);
    await resolveOrphans({ ruleIds: [other], accountIds: [] }, NOW + HOUR);
    expect(await stateOf(other, 'logs')).toEqual(['resolved', 'account-removed']);
  });

  it('a rule that is off in an account takes its findings of that account along', async () => {
    await resolveOff([{ accountIds: ['999999999999'], ruleIds: [RULE] }], NOW + HOUR);
    expect(await stateOf(RULE, 'logs')).toEqual(['open', null]);
    await resolveOff([{ accountIds: [ACCOUNT.id], ruleIds: [RULE] }], NOW + HOUR);
    expect(await stateOf(RULE, 'logs')).toEqual(['resolved', 'rule-off']);
    expect(await stateOf(other, 'logs')).toEqual(['open', null]);
  });

  it('keeps the tags that findings are routed by, page by page', async () => {
    const tagged = evaluation(RULE, 'tagged', 'fail', { tags: { team: 'web' } });
    await scan(NOW, [tagged, evaluation(RULE, 'logs', 'fail')], complete(RULE));
    const routed = [];
    for await (const page of routedByTag(PAIRS)) routed.push(...page);
    expect(routed.find(({ id }) => id === idOf(RULE, 'tagged'))).toMatchObject({ tags: { team: 'web' } });
    await routeFindingsById([idOf(RULE, 'tagged')], 'WEB', NOW);
    expect((await findingCounts({ projectKey: 'WEB' }, 0, NOW)).open).toBe(1);
  });

  it('an account that changes hands takes its findings to the other project', async () => {
    await routeFindings(PAIRS, 'WEB', NOW);
    expect((await findingCounts({ projectKey: 'PAY' }, 0, NOW)).open).toBe(0);
    expect((await findingCounts({ projectKey: 'WEB' }, 0, NOW)).open).toBe(2);
    await routeFindings(PAIRS, null, NOW);
    expect((await findingCounts({ projectKey: 'WEB' }, 0, NOW)).open).toBe(0);
  });

  it('new days of the SLA move the due dates of that severity only', async () => {
    const slaMs = { critical: 10 * DAY, high: 7 * DAY, medium: 30 * DAY, low: 90 * DAY };
    await setDueDates(PAIRS, slaMs, NOW + HOUR);
    const due = async (rule: string) => (await findingForAudience('everybody', idOf(rule, 'logs')))?.due_at;
    expect(await due(other)).toBe(NOW + 10 * DAY);
    expect(await due(RULE)).toBe(NOW + 7 * DAY);
  });
});

describe('a page of findings', () => {
  const page = (query: FindingsQuery, now = NOW) =>
    findingsPage('everybody', findingsQuerySchema.parse(query), now);
  const names = async (query: FindingsQuery) => (await page(query)).rows.map((row) => row.resource_id);

  beforeEach(async () => {
    await scan(
      NOW,
      [
        evaluation(RULE, 'b_logs', 'fail', { severity: 'low', region: 'us-east-1' }),
        evaluation(RULE, 'a-logs', 'fail', { severity: 'critical', resourceName: 'Access LOGS 100%' }),
        evaluation(RULE, 'c-images', 'unknown', { severity: 'medium' }),
        evaluation('s3-bucket-public-write', 'd-images', 'fail', { severity: 'high' }),
      ],
      complete(RULE, 's3-bucket-public-write'),
    );
  });

  it('is sorted by the worst first, or as asked', async () => {
    expect(await names({})).toEqual(['a-logs', 'd-images', 'c-images', 'b_logs']);
    expect(await names({ descending: true })).toEqual(['b_logs', 'c-images', 'd-images', 'a-logs']);
    expect(await names({ sort: 'resource' })).toEqual(['a-logs', 'b_logs', 'c-images', 'd-images']);
    expect(await names({ sort: 'due' })).toEqual(['a-logs', 'd-images', 'b_logs', 'c-images']);
    expect((await names({ sort: 'due', descending: true })).at(-1)).toBe('c-images');
    expect((await names({ sort: 'firstSeen' })).at(-1)).toBe('c-images');
    for (const sort of ['account', 'rule'] as const) expect(await names({ sort })).toHaveLength(4);
  });

  it('is one page of all that match', async () => {
    expect(await page({ page: 2, pageSize: 3 })).toMatchObject({
      total: 4,
      rows: [{ resource_id: 'b_logs' }],
    });
    expect(await page({ page: 3, pageSize: 3 })).toMatchObject({ total: 4, rows: [] });
  });

  it('is filtered by state, severity, account, region and rule', async () => {
    expect(await names({ states: ['unknown'] })).toEqual(['c-images']);
    expect(await names({ severities: ['low', 'critical'] })).toEqual(['a-logs', 'b_logs']);
    expect(await names({ regions: ['us-east-1'] })).toEqual(['b_logs']);
    expect(await names({ ruleIds: ['s3-bucket-public-write'] })).toEqual(['d-images']);
    expect(await names({ accountIds: ['999900001111'] })).toEqual([]);
  });

  it('is searched for the text itself, in whatever case', async () => {
    expect(await names({ search: 'LOGS' })).toEqual(['a-logs', 'b_logs']);
    expect(await names({ search: 'access logs 100%' })).toEqual(['a-logs']);
    expect(await names({ search: 'b_' })).toEqual(['b_logs']);
    expect(await names({ search: '%' })).toEqual(['a-logs']);
    expect(await names({ search: '\\' })).toEqual([]);
    expect(await names({ search: "' OR 1=1" })).toEqual([]);
    expect(await names({ search: 'public-write' })).toEqual(['d-images']);
    expect(await names({ search: 'arn:aws:s3:::c-' })).toEqual(['c-images']);
  });

  it('knows what is overdue', async () => {
    const later = NOW + 3 * DAY;
    const overdue = await page({ overdueOnly: true }, later);
    expect(overdue.rows.map((row) => row.resource_id)).toEqual(['a-logs']);
    expect((await findingCounts('everybody', 0, later)).overdue).toBe(1);
  });

  it('counts and offers what the audience may see, and no more', async () => {
    expect(await findingCounts({ projectKey: 'PAY' }, 0, NOW)).toEqual({
      openBySeverity: { critical: 1, high: 1, medium: 0, low: 1 },
      open: 3,
      unknown: 1,
      excepted: 0,
      overdue: 0,
      resolvedSince: 0,
    });
    expect(await findingFilterValues({ projectKey: 'PAY' })).toEqual({
      accounts: [{ id: ACCOUNT.id, name: 'payments-prod' }],
      regions: ['eu-west-1', 'us-east-1'],
      ruleIds: [RULE, 's3-bucket-public-write'],
    });
    expect(await findingFilterValues({ projectKey: 'WEB' })).toEqual({
      accounts: [],
      regions: [],
      ruleIds: [],
    });
    expect(await findingForAudience({ projectKey: 'WEB' }, idOf(RULE, 'a-logs'))).toBeNull();
  });
});
