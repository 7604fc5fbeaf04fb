import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { reconcile } from '../../../src/scan/reconcile';
import { applyFindingChanges, resolveFindings } from '../../../src/storage/findings';
import { ensureSchema } from '../../../src/storage/migrate';
import { write } from '../../../src/storage/run-sql';
import { countSlaDay, slaDays, slaStanding } from '../../../src/storage/sla-days';
import { ACCOUNT, DAY, evaluation, TERMS } from '../../unit/scan/support/findings';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const OPENED = Date.parse('2026-01-05T09:00:00Z');
const LONG_AFTER = OPENED + 300 * DAY;
const RULE = 's3-bucket-public';

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('sla_days');
  await ensureSchema();
});
afterAll(() => forge.close());
beforeEach(async () => {
  for (const table of [
    sql`findings`,
    sql`finding_counts`,
    sql`account_counts`,
    sql`rule_counts`,
    sql`sla_days`,
  ])
    await write(sql`DELETE FROM ${table} WHERE 1 = 1`);
});

/** So many findings of the scope open at that moment. */
async function open(scope: string, number: number, now: number): Promise<void> {
  const evaluations = Array.from({ length: number }, (_, index) =>
    evaluation(RULE, `${scope}-${now}-${index}`, 'fail', { scope, region: scope }),
  );
  const outcome = { scope, evaluations, coverage: [] };
  await applyFindingChanges(
    { accountId: ACCOUNT.id, scope },
    reconcile({ stored: [], outcome, terms: TERMS, now }),
  );
}

const selectsOfFindings = () =>
  forge.statements().filter((text) => /FROM findings WHERE shown/.test(text)).length;

it('counts what is open and what is overdue, with the earliest due date', async () => {
  await open('global', 2, OPENED);
  await open('eu-west-1', 3, OPENED + DAY);
  await open('eu-west-1', 4, LONG_AFTER);
  await countSlaDay(LONG_AFTER);
  await countSlaDay(LONG_AFTER + 1);
  expect(await slaDays({}, 0)).toEqual([{ dayAt: LONG_AFTER - (LONG_AFTER % DAY), open: 9, overdue: 5 }]);
  const [standing] = await slaStanding('project');
  const dueAt = TERMS.dueAt({ ruleId: RULE, severity: 'high' }, OPENED);
  expect(standing).toEqual({ id: ACCOUNT.ownerProjectKey, open: 9, overdue: 5, oldestDueAt: dueAt });
});

it('counts an account of more findings than a statement should go through scope by scope, to the same end', async () => {
  await open('global', 2, OPENED + DAY);
  await open('eu-west-1', 3, OPENED);
  await open('us-east-1', 4, LONG_AFTER);
  // As if there were so many: what a statement goes through is chosen by the counts.
  await write(sql`UPDATE finding_counts SET findings = 20000 WHERE findings > 0`);
  await write(sql`UPDATE account_counts SET findings = 60000 WHERE findings > 0`);
  forge.resetCounters();
  await countSlaDay(LONG_AFTER);
  // Each scope, and whatever stands in a scope that was never counted.
  expect(selectsOfFindings()).toBe(4);
  const [standing] = await slaStanding('account');
  const dueAt = TERMS.dueAt({ ruleId: RULE, severity: 'high' }, OPENED);
  expect(standing).toEqual({ id: ACCOUNT.id, open: 9, overdue: 5, oldestDueAt: dueAt });
});

it('forgets today’s count of what has no open finding any more', async () => {
  await open('global', 2, OPENED);
  await countSlaDay(LONG_AFTER);
  await resolveFindings({ accountId: ACCOUNT.id }, 'account-removed', LONG_AFTER);
  await countSlaDay(LONG_AFTER + 1);
  expect(await slaDays({}, 0)).toEqual([]);
});
