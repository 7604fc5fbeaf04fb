import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { NO_AMOUNTS } from '../../../src/domain/quotas';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/time';
import { ensureSchema } from '../../../src/storage/migrate';
import { addQuotaUse, dropOldQuotaUse, mostQuotaUse } from '../../../src/storage/quota-use';
import { write } from '../../../src/storage/run-sql';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOON = Date.UTC(2026, 10, 23, 12);

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('quota_use');
  await ensureSchema();
});
beforeEach(() => write(sql`DELETE FROM quota_use WHERE 1 = 1`));
afterAll(() => forge.close());

const use = (amounts: Partial<typeof NO_AMOUNTS>, { from = NOON, ms = 1_000, requests = 0 } = {}) =>
  addQuotaUse({ amounts: { ...NO_AMOUNTS, ...amounts }, requests, from, to: from + ms });

it('is nothing before anything ran', async () => {
  expect(await mostQuotaUse(0)).toEqual({
    ofAMinute: { sqlStatements: 0, sqlMilliseconds: 0, events: 0 },
    ofAnHour: { jiraPoints: 0 },
    ofAnInvocation: { requests: 0 },
    waits: { sql: 0, queue: 0, jira: 0 },
  });
});

it('adds up what ran in the same minute, and knows the busiest of each', async () => {
  await use({ sqlStatements: 40, sqlMilliseconds: 900 }, { requests: 300 });
  await use({ sqlStatements: 30, sqlWaits: 2 }, { from: NOON + 30_000, requests: 120 });
  await use({ sqlStatements: 60, events: 63, queueWaits: 1 }, { from: NOON + MINUTE_MS, requests: 900 });
  expect(await mostQuotaUse(NOON)).toMatchObject({
    ofAMinute: { sqlStatements: 70, sqlMilliseconds: 900, events: 63 },
    ofAnInvocation: { requests: 900 },
    waits: { sql: 2, queue: 1, jira: 0 },
  });
});

it('adds the points of Jira up by the hour', async () => {
  await use({ jiraPoints: 500, jiraWaits: 4 }, { from: NOON + 59 * MINUTE_MS });
  await use({ jiraPoints: 700 }, { from: NOON + 2 * MINUTE_MS });
  await use({ jiraPoints: 900 }, { from: NOON + HOUR_MS });
  const { ofAnHour, waits } = await mostQuotaUse(NOON);
  expect({ ofAnHour, waits }).toEqual({
    ofAnHour: { jiraPoints: 1_200 },
    waits: { sql: 0, queue: 0, jira: 4 },
  });
});

it('looks no further back than asked, and forgets what is old', async () => {
  await use({ sqlStatements: 900 }, { from: NOON - 25 * HOUR_MS });
  await use({ sqlStatements: 9 });
  const ofAMinute = async (since: number) => (await mostQuotaUse(since)).ofAMinute.sqlStatements;
  expect(await ofAMinute(NOON - 24 * HOUR_MS)).toBe(9);
  expect(await ofAMinute(0)).toBe(900);
  await dropOldQuotaUse(NOON + 4 * 24 * HOUR_MS);
  expect(await ofAMinute(0)).toBe(9);
});
