import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { findingsQuerySchema } from '../../../src/contract/findings';
import { reconcile } from '../../../src/scan/reconcile';
import { exceptionRepository } from '../../../src/storage/exceptions';
import { CountedTogether, countInTurn, ensureCounted } from '../../../src/storage/finding-counts';
import { findingCounts, openByRule } from '../../../src/storage/finding-queries';
import {
  applyFindingChanges,
  dropOldResolved,
  findingsOfScope,
  findingWriter,
  MOST_RESOLVED,
  resolveFindings,
  routeFindings,
} from '../../../src/storage/findings';
import { findingsPage } from '../../../src/storage/findings-page';
import { ensureSchema } from '../../../src/storage/migrate';
import { select, write } from '../../../src/storage/run-sql';
import { ACCOUNT, evaluation, TERMS } from '../../unit/scan/support/findings';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';
import { recounted, storedCounts } from './support/recount';
import { Invocation, stopAtStatements } from './support/statement-by-statement';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RULES = ['s3-bucket-public', 's3-bucket-versioning', 'iam-user-mfa'];
const NAMES = ['a', 'b', 'c', 'd'];

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('finding_counts');
  await ensureSchema();
});
afterAll(() => forge.close());
beforeEach(nothingStored);

async function nothingStored(): Promise<void> {
  await write(sql`DELETE FROM findings WHERE 1 = 1`);
  await write(sql`DELETE FROM finding_counts WHERE 1 = 1`);
  await write(sql`DELETE FROM account_counts WHERE 1 = 1`);
  await write(sql`DELETE FROM rule_counts WHERE 1 = 1`);
  await write(sql`DELETE FROM stale_counts WHERE 1 = 1`);
}

type Status = 'pass' | 'fail' | 'unknown' | 'gone';
type Step =
  | { do: 'scan'; rule: number; statuses: Status[]; complete: boolean }
  | { do: 'except' | 'end exceptions' | 'rule off' | 'route' | 'remove account'; rule: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('scan' as const),
      rule: fc.nat(RULES.length - 1),
      statuses: fc.array(fc.constantFrom<Status[]>('pass', 'fail', 'unknown', 'gone'), {
        minLength: NAMES.length,
        maxLength: NAMES.length,
      }),
      complete: fc.boolean(),
    }),
    fc.record({
      do: fc.constantFrom(
        'except' as const,
        'end exceptions' as const,
        'rule off' as const,
        'route' as const,
        'remove account' as const,
      ),
      rule: fc.nat(RULES.length - 1),
    }),
  ),
  { minLength: 1, maxLength: 14 },
);

const EXCEPTION = '0e0f2c58-55f4-4d4e-8f28-0c7a3d1e5b11';

async function take(step: Step, now: number): Promise<void> {
  const ruleId = RULES[step.rule] ?? '';
  if (step.do === 'scan') {
    const evaluations = NAMES.flatMap((name, index) => {
      const status = step.statuses[index] ?? 'gone';
      return status === 'gone' ? [] : [evaluation(ruleId, name, status)];
    });
    const coverage = [
      step.complete
        ? { ruleId, complete: true as const }
        : { ruleId, complete: false as const, reason: 'No.' },
    ];
    const findings = await findingsOfScope(ACCOUNT.id, 'global');
    await applyFindingChanges(
      { accountId: ACCOUNT.id, scope: 'global' },
      reconcile({ stored: findings, outcome: { scope: 'global', evaluations, coverage }, terms: TERMS, now }),
    );
    return;
  }
  const pairs = { accountIds: [ACCOUNT.id], ruleIds: [ruleId] };
  const ids = (await findingsOfScope(ACCOUNT.id, 'global'))
    .filter((one) => one.ruleId === ruleId)
    .map(({ id }) => id);
  if (step.do === 'except') await exceptionRepository.cover(EXCEPTION, ids, now);
  else if (step.do === 'end exceptions') await exceptionRepository.uncoverAllBut([], now);
  else if (step.do === 'rule off') await resolveFindings({ ruleId }, 'rule-off', now);
  else if (step.do === 'route') await routeFindings(pairs, now % 2 === 0 ? 'PAY' : null, now);
  else await resolveFindings({ accountId: ACCOUNT.id }, 'account-removed', now);
}

/** What a first scan of the scope changes, where the rule finds something wrong with everything. */
function allFailIn(scope: string) {
  const [ruleId = ''] = RULES;
  const evaluations = NAMES.map((name) =>
    evaluation(ruleId, `${scope}-${name}`, 'fail', { scope, region: scope }),
  );
  const outcome = { scope, evaluations, coverage: [{ ruleId, complete: true as const }] };
  return reconcile({ stored: [], outcome, terms: TERMS, now: NOW });
}

async function markedScopes(): Promise<string[]> {
  const marks = await select(z.object({ scope: z.string() }), sql`SELECT scope FROM stale_counts`);
  return marks.map(({ scope }) => scope);
}

describe('the counts that pages read', () => {
  it('are what counting from scratch gives, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        await nothingStored();
        for (const [index, step] of history.entries()) {
          await take(step, NOW + index * HOUR + index);
          expect(await storedCounts()).toEqual(await recounted());
        }
      }),
      { numRuns: 60 },
    );
  }, 180_000);

  it('are exact again for the next reader when a writer was cut off before it counted', async () => {
    await take({ do: 'scan', rule: 0, statuses: ['fail', 'fail', 'fail', 'pass'], complete: true }, NOW);
    // What is left of a writer that marked and wrote, and was cut off.
    await write(sql`INSERT INTO stale_counts (account_id, scope, mark, marked_at)
      VALUES (${ACCOUNT.id}, 'global', 'gone', ${NOW})`);
    await write(sql`DELETE FROM findings WHERE resource_id = 'a'`);
    expect((await findingCounts('everybody', 0, NOW)).open).toBe(2);
    expect((await openByRule()).get(RULES[0] ?? '')).toBe(2);
    expect((await findingsPage('everybody', findingsQuerySchema.parse({}), NOW)).total).toBe(2);
  });

  it('are made once for the scopes that a scan changes, and exact for whoever reads before', async () => {
    const scopes = ['global', 'eu-west-1', 'us-east-1'];
    const writer = findingWriter();
    forge.resetCounters();
    for (const scope of scopes) await writer.apply({ accountId: ACCOUNT.id, scope }, allFailIn(scope), 0);
    expect(forge.statements().length).toBe(scopes.length * 2);
    expect(await storedCounts()).not.toEqual(await recounted());
    expect((await findingCounts('everybody', 0, NOW)).open).toBe(scopes.length * NAMES.length);
    expect(await markedScopes()).toEqual(expect.arrayContaining(scopes));

    forge.resetCounters();
    await writer.count();
    await writer.count();
    expect(forge.statements().length).toBe(4);
    expect(await markedScopes()).toEqual([]);
    expect(await storedCounts()).toEqual(await recounted());
  });

  it('are made at once where a scan changes a scope of many findings', async () => {
    await findingWriter().apply({ accountId: ACCOUNT.id, scope: 'global' }, allFailIn('global'), 2_000);
    expect(await markedScopes()).toEqual([]);
    expect(await storedCounts()).toEqual(await recounted());
  });

  it('stay marked where a change failed: it may be written yet', async () => {
    const changes = new CountedTogether();
    const scopes = [{ accountId: ACCOUNT.id, scope: 'global' }];
    await changes.make(scopes, async () => undefined);
    const lost = changes.make(scopes, () => Promise.reject(new Error('The answer was lost')));
    await expect(lost).rejects.toThrow('lost');
    await changes.count();
    expect(await markedScopes()).toEqual(['global']);
  });

  it('are exact again within a day where two writers counted and one missed what the other did', async () => {
    await take({ do: 'scan', rule: 0, statuses: ['fail', 'fail', 'unknown', 'fail'], complete: true }, NOW);
    await write(sql`UPDATE finding_counts SET findings = findings + 1 WHERE shown = 1`);
    await write(sql`DELETE FROM finding_counts WHERE shown = 0`);
    await write(sql`UPDATE account_counts SET findings = 7 WHERE shown = 0`);
    await write(sql`DELETE FROM rule_counts WHERE 1 = 1`);
    expect(await storedCounts()).not.toEqual(await recounted());
    forge.resetCounters();
    for (let hour = 0; hour < 24; hour += 1) await countInTurn(NOW + hour * HOUR);
    expect(await storedCounts()).toEqual(await recounted());
    // An hour in which no account has its turn asks which have, and no more.
    expect(forge.statements().length).toBe(24 + 3 + 6);
  });

  it('forget the mark of a writer that is gone, and keep that of one that may still write', async () => {
    await take({ do: 'scan', rule: 0, statuses: ['fail', 'pass', 'pass', 'pass'], complete: true }, NOW);
    const marks = () => select(z.object({ mark: z.string() }), sql`SELECT mark FROM stale_counts`);
    await write(sql`INSERT INTO stale_counts (account_id, scope, mark, marked_at)
      VALUES (${ACCOUNT.id}, 'global', 'writing', ${NOW})`);
    await findingCounts('everybody', 0, NOW + 60_000);
    expect(await marks()).toEqual([{ mark: 'writing' }]);
    await findingCounts('everybody', 0, NOW + HOUR);
    expect(await marks()).toEqual([]);
  });
});

/** What one invocation changes, in two accounts of two scopes each. */
type Change = {
  of: 'a scan' | 'a check again' | 'a rule off';
  account: number;
  scope: number;
  statuses: Status[];
};
type Moment =
  | { does: 'statements'; number: number; change: Change }
  | { does: 'cut off'; statement: 'not sent' | 'carried out' }
  | { does: 'twenty minutes pass' };

const ACCOUNTS = [ACCOUNT.id, '444455556666'];
const SCOPES = ['eu-west-1', 'us-east-1'];

const moments: fc.Arbitrary<(Moment & { isRead: boolean })[]> = fc.array(
  fc
    .tuple(
      fc.oneof(
        {
          weight: 10,
          arbitrary: fc.record({
            does: fc.constant('statements' as const),
            number: fc.constantFrom(1, 3, 5, 12, 12),
            change: fc.record({
              of: fc.constantFrom('a scan' as const, 'a check again' as const, 'a rule off' as const),
              account: fc.constantFrom(0, 0, 0, 1),
              scope: fc.nat(1),
              statuses: fc.array(fc.constantFrom<Status[]>('pass', 'fail', 'unknown', 'gone'), {
                minLength: 2,
                maxLength: 2,
              }),
            }),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            does: fc.constant('cut off' as const),
            statement: fc.constantFrom('not sent' as const, 'carried out' as const),
          }),
        },
        { weight: 1, arbitrary: fc.constant({ does: 'twenty minutes pass' as const }) },
      ),
      fc.nat(3),
    )
    .map(([moment, read]) => ({ ...moment, isRead: read > 0 })),
  { minLength: 5, maxLength: 15 },
);

async function make({ of, account, scope, statuses }: Change): Promise<void> {
  const [ruleId = ''] = RULES;
  const accountId = ACCOUNTS[account] ?? '';
  if (of === 'a rule off') return resolveFindings({ ruleId }, 'rule-off', Date.now());
  const changesIn = async (region: string) => {
    const evaluations = statuses.flatMap((status, index) =>
      status === 'gone'
        ? []
        : [evaluation(ruleId, `${region}-${NAMES[index]}`, status, { accountId, region, scope: region })],
    );
    const outcome = { scope: region, evaluations, coverage: [{ ruleId, complete: true as const }] };
    const stored = await findingsOfScope(accountId, region);
    return reconcile({ stored, outcome, terms: TERMS, now: Date.now() });
  };
  const [first = '', second = ''] = scope === 0 ? SCOPES : [...SCOPES].reverse();
  if (of === 'a check again') return applyFindingChanges({ accountId, scope: first }, await changesIn(first));
  const writer = findingWriter();
  for (const each of [first, second])
    await writer.apply({ accountId, scope: each }, await changesIn(each), 0);
  await writer.count();
}

/** Statement by statement; twelve are all that most changes take. */
const oneByOne = (moment: Moment): Moment[] =>
  moment.does === 'statements'
    ? Array.from({ length: moment.number }, () => ({ ...moment, number: 1 }))
    : [moment];

/** They take turns; what one has begun it goes on with in its next turn. */
class TwoWriters {
  readonly #writers: (Invocation | null)[] = [null, null];

  async live(moment: Moment, writer: number): Promise<void> {
    if (moment.does === 'twenty minutes pass') {
      for (const each of [0, 1]) await this.#cutOff(each, 'not sent');
      vi.setSystemTime(Date.now() + HOUR / 3);
    } else if (moment.does === 'cut off') await this.#cutOff(writer, moment.statement);
    else await this.#oneStatement(writer, moment.change);
    vi.setSystemTime(Date.now() + 1_000);
  }

  async #oneStatement(writer: number, change: Change): Promise<void> {
    const invocation = this.#writers[writer] ?? (await Invocation.begin(() => make(change)));
    await invocation.goOn();
    this.#writers[writer] = invocation.hasEnded ? null : invocation;
  }

  async #cutOff(writer: number, statement: 'not sent' | 'carried out'): Promise<void> {
    await this.#writers[writer]?.cutOff(statement);
    this.#writers[writer] = null;
  }
}

describe('the counts that pages read while two writers are at work', () => {
  let goOnFreely: () => void;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    goOnFreely = stopAtStatements();
  });
  afterEach(() => {
    goOnFreely();
    vi.useRealTimers();
  });

  const expectExactForAReader = async () => {
    await ensureCounted(Date.now());
    expect(await storedCounts()).toEqual(await recounted());
  };

  it('are exact while one is at work in a scope that another changed and counted meanwhile', async () => {
    const statuses: Status[] = ['fail', 'fail'];
    const scan = await Invocation.begin(() => make({ of: 'a scan', account: 0, scope: 0, statuses }));
    while (!(await markedScopes()).includes('eu-west-1')) await scan.goOn();
    await make({ of: 'a check again', account: 0, scope: 0, statuses: ['fail', 'pass'] });
    while (!scan.hasEnded) {
      await scan.goOn();
      await expectExactForAReader();
    }
    expect(await markedScopes()).toEqual([]);
  });

  it('are exact for every reader, whichever of them is cut off where, and no mark outlives its writer for long', async () => {
    await fc.assert(
      fc.asyncProperty(moments, async (history) => {
        await nothingStored();
        const writers = new TwoWriters();
        for (const [index, moment] of history.entries()) {
          for (const each of oneByOne(moment)) {
            await writers.live(each, index % 2);
            if (moment.isRead) await expectExactForAReader();
          }
        }
        await expectExactForAReader();
        await writers.live({ does: 'twenty minutes pass' }, 0);
        await expectExactForAReader();
        expect(await markedScopes()).toEqual([]);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  }, 180_000);
});

describe('what was resolved long ago', () => {
  it('is forgotten and no longer counted, and what is younger, open or unknown stays', async () => {
    await take({ do: 'scan', rule: 0, statuses: ['fail', 'fail', 'fail', 'fail'], complete: true }, NOW);
    await take(
      { do: 'scan', rule: 0, statuses: ['pass', 'fail', 'unknown', 'fail'], complete: true },
      NOW + HOUR,
    );
    const later = NOW + 181 * 24 * HOUR;
    await take(
      { do: 'scan', rule: 0, statuses: ['pass', 'fail', 'unknown', 'pass'], complete: true },
      later - HOUR,
    );
    await dropOldResolved(later);
    const left = await findingsOfScope(ACCOUNT.id, 'global');
    expect(left.map(({ state }) => state).sort()).toEqual(['open', 'resolved', 'unknown']);
    expect(await storedCounts()).toEqual(await recounted());
  });

  it('forgets sooner what never had an issue where more is resolved than may be kept, and no more of it than that', async () => {
    const resolved = async (name: string, days: number, issueId: number | null = null) => {
      await write(sql`INSERT INTO findings (finding_id, rule_id, account_id, scope, resource_id, arn_rest, state, severity,
          message, evidence, changed_at, resolved_at, issue_id)
        VALUES (${name}, 'iam-user-mfa', ${ACCOUNT.id}, 'global', ${name}, 'arn', 'resolved', 1, '', '{}', ${NOW},
          ${NOW - days * DAY}, ${issueId})`);
    };
    await resolved('half-a-day', 0.5);
    await resolved('8-days', 8);
    await resolved('100-days', 100);
    await resolved('100-days-issue', 100, 10_001);
    const left = async () => (await findingsOfScope(ACCOUNT.id, 'global')).map(({ id }) => id).sort();
    const all = ['100-days', '100-days-issue', '8-days', 'half-a-day'];
    const counted = (findings: number) =>
      write(sql`INSERT INTO account_counts (account_id, project_key, shown, severity, findings)
        VALUES ('999999999999', '', 3, 1, ${findings}) ON DUPLICATE KEY UPDATE findings = VALUES(findings)`);

    await counted(MOST_RESOLVED);
    await dropOldResolved(NOW);
    expect(await left()).toEqual(all);
    await counted(MOST_RESOLVED + 1);
    await dropOldResolved(NOW);
    expect(await left()).toEqual(all.filter((name) => name !== '100-days'));
    await counted(MOST_RESOLVED + 1_000);
    await dropOldResolved(NOW);
    expect(await left()).toEqual(['100-days-issue', 'half-a-day']);
  });
});
