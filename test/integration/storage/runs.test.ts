import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureSchema } from '../../../src/storage/migrate';
import { lastFinishedRun, lastScanAt, newestRuns, runById } from '../../../src/storage/run-queries';
import { write } from '../../../src/storage/run-sql';
import {
  dropOldRuns,
  finishRun,
  insertRun,
  markScanned,
  newestScannedRunId,
  scheduledRunsSince,
  unfinishedRuns,
} from '../../../src/storage/runs';
import { forgetScope, knownScopes, noteScan, scopeHistory } from '../../../src/storage/scopes';
import { replaceUnread } from '../../../src/storage/unread';
import { unreadRows } from '../../../src/storage/unread-queries';
import {
  countWorkItems,
  endWorkItem,
  idleWorkItems,
  insertWorkItems,
  keepRest,
  leaseWorkItem,
  releaseWorkItem,
  workItemHeldUntil,
  workItemProgress,
} from '../../../src/storage/work-items';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const RUN = '3f0c6f5e-0000-4000-8000-000000000001';
const NEXT_RUN = '3f0c6f5e-0000-4000-8000-000000000002';
const ACCOUNT = '111122223333';
const ITEM = { runId: RUN, accountId: ACCOUNT, scope: 'us-east-1' };
const lease = (owner: string, now = NOW, again = false) =>
  leaseWorkItem(ITEM, { owner, again, now, until: now + 15 * MINUTE });

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('runs');
  await ensureSchema();
});
afterAll(() => forge.close());
beforeEach(async () => {
  for (const table of [sql`runs`, sql`work_items`, sql`work_item_rests`, sql`scopes`, sql`unread`]) {
    await write(sql`DELETE FROM ${table} WHERE 1 = 1`);
  }
  await insertRun(RUN, 'schedule', NOW);
  await insertWorkItems(RUN, [{ accountId: ACCOUNT, scope: 'us-east-1', startsAt: null }]);
});

describe('a run', () => {
  it('is inserted once', async () => {
    expect(await insertRun(RUN, 'schedule', NOW + 1)).toBe(false);
    expect(await scheduledRunsSince(NOW)).toBe(1);
    expect(await scheduledRunsSince(NOW + 1)).toBe(0);
  });

  it('is scanned when its last work item has ended, and that is noted once', async () => {
    expect(await markScanned(RUN, NOW)).toBe(false);
    await endWorkItem(ITEM, null, NOW);
    expect(await markScanned(RUN, NOW + 1)).toBe(true);
    expect(await markScanned(RUN, NOW + 2)).toBe(false);
    expect(await lastScanAt()).toBe(NOW + 1);
    expect(await unfinishedRuns()).toEqual([
      { runId: RUN, trigger: 'schedule', startedAt: NOW, scannedAt: NOW + 1 },
    ]);
  });

  it('is the newest of those whose scans have ended, or none', async () => {
    expect(await newestScannedRunId()).toBeNull();
    await endWorkItem(ITEM, null, NOW);
    await markScanned(RUN, NOW + 1);
    await insertRun(NEXT_RUN, 'schedule', NOW + 2);
    expect(await newestScannedRunId()).toBe(RUN);
  });

  it('that read nothing does not count as a scan', async () => {
    await endWorkItem(ITEM, 'The role could not be assumed', NOW);
    await markScanned(RUN, NOW);
    expect(await lastScanAt()).toBeNull();
    expect((await runById(RUN))?.workItems).toEqual({ total: 1, queued: 0, running: 0, done: 0, failed: 1 });
  });

  it('shows how far it is; asking for the regions is no work item once it is done', async () => {
    await insertWorkItems(RUN, [{ accountId: ACCOUNT, scope: 'regions', startsAt: null }]);
    expect((await runById(RUN))?.workItems).toMatchObject({ total: 2, queued: 2 });
    await endWorkItem({ ...ITEM, scope: 'regions' }, null, NOW);
    await lease('a');
    expect((await runById(RUN))?.workItems).toMatchObject({ total: 1, running: 1 });
  });

  it('is finished with its problems, once', async () => {
    expect(await lastFinishedRun()).toBeNull();
    await finishRun(RUN, ['cut off'], NOW);
    await finishRun(RUN, ['again'], NOW + 1);
    expect(await lastFinishedRun()).toMatchObject({ runId: RUN, problems: ['cut off'], finishedAt: NOW });
  });

  it('is forgotten after months, its work items after days', async () => {
    await dropOldRuns(NOW + 2 * DAY);
    expect(await countWorkItems(RUN)).toEqual({ total: 1, open: 1 });
    await dropOldRuns(NOW + 2 * DAY + 1);
    expect(await countWorkItems(RUN)).toEqual({ total: 0, open: 0 });
    expect(await newestRuns(20)).toHaveLength(1);
    await dropOldRuns(NOW + 91 * DAY);
    expect(await newestRuns(20)).toEqual([]);
  });
});

describe('a work item', () => {
  it('is given to one owner at a time', async () => {
    expect(await lease('a')).toBe(true);
    expect(await lease('b', NOW + MINUTE)).toBe(false);
    expect(await workItemHeldUntil(ITEM)).toBe(NOW + 15 * MINUTE);
    expect(await idleWorkItems(RUN, NOW + MINUTE)).toEqual([]);
  });

  it('is taken over when the time of its owner is over', async () => {
    await lease('a');
    expect(await idleWorkItems(RUN, NOW + 16 * MINUTE)).toHaveLength(1);
    expect(await lease('b', NOW + 16 * MINUTE)).toBe(true);
  });

  it('is taken up by the repetition of the invocation that was cut off, and not by a twin', async () => {
    await lease('a');
    expect(await lease('a', NOW + MINUTE)).toBe(false);
    expect(await lease('b', NOW + MINUTE, true)).toBe(false);
    expect(await lease('a', NOW + MINUTE, true)).toBe(true);
  });

  it('is given back by its owner only', async () => {
    await lease('a');
    await releaseWorkItem(ITEM, 'b');
    expect(await lease('b', NOW)).toBe(false);
    await releaseWorkItem(ITEM, 'a');
    expect(await lease('b', NOW)).toBe(true);
  });

  it('is given to nobody when it has ended, and stays as it ended', async () => {
    await endWorkItem(ITEM, null, NOW);
    await endWorkItem(ITEM, 'too late', NOW + 1);
    await insertWorkItems(RUN, [{ accountId: ACCOUNT, scope: 'us-east-1', startsAt: null }]);
    expect(await lease('a')).toBe(false);
    expect(await workItemHeldUntil(ITEM)).toBeNull();
    expect(await countWorkItems(RUN)).toEqual({ total: 1, open: 0 });
    expect((await runById(RUN))?.workItems).toMatchObject({ done: 1, failed: 0 });
  });
});

describe('what is left of a work item', () => {
  it('is there for whoever takes it next, the last word counting, and goes with the item', async () => {
    expect(await workItemProgress(ITEM)).toEqual({ startedAt: null, rest: null, readMs: 0 });
    await lease('a');
    const rest = {
      ruleIds: ['s3-bucket-public-read'],
      after: { 's3-bucket': 'arn:aws:s3:::m' },
      oneByOne: false,
    };
    await keepRest(ITEM, { ...rest, after: {} }, 5);
    await keepRest(ITEM, rest, 9);
    expect(await workItemProgress(ITEM)).toEqual({ startedAt: NOW, rest, readMs: 9 });
    await dropOldRuns(NOW + 3 * DAY);
    expect(await workItemProgress(ITEM)).toEqual({ startedAt: null, rest: null, readMs: 0 });
  });
});

describe('what was unread', () => {
  const denied = (operation: string, message = 'AWS denied it') => ({
    accountId: ACCOUNT,
    region: 'us-east-1',
    operation,
    reason: 'access-denied' as const,
    message,
  });
  const pass = { startedAt: NOW, now: NOW, ended: true, inOnePart: true };
  const at = (now: number) => ({ ...pass, startedAt: now, now });
  const known = async () => (await unreadRows()).rows.map(({ operation, since }) => [operation, since]);

  it('keeps since when, and goes when it can be read', async () => {
    await replaceUnread(
      ACCOUNT,
      'us-east-1',
      [denied('ec2:DescribeVpcs'), denied('ec2:DescribeVolumes')],
      pass,
    );
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('ec2:DescribeVpcs', 'still')], at(NOW + MINUTE));
    expect(await known()).toEqual([['ec2:DescribeVpcs', NOW]]);
    await replaceUnread(ACCOUNT, 'eu-west-1', [], at(NOW + MINUTE));
    expect(await known()).toHaveLength(1);
  });

  it('tells of a rule that failed, as of an operation that did', async () => {
    const failed = {
      ...denied('rule:s3-bucket-public-read', 'x is not a function'),
      reason: 'rule-error' as const,
    };
    await replaceUnread(ACCOUNT, 'us-east-1', [failed], pass);
    expect((await unreadRows()).rows).toMatchObject([
      { operation: 'rule:s3-bucket-public-read', reason: 'rule-error', message: 'x is not a function' },
    ]);
  });

  it('is not written again while nothing changes', async () => {
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('ec2:DescribeVpcs')], pass);
    forge.resetCounters();
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('ec2:DescribeVpcs')], at(NOW + MINUTE));
    expect(forge.statements()).toHaveLength(1);
  });

  it('of a reading in several parts is whatever one of them met', async () => {
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('a:Old'), denied('a:First')], pass);
    const start = NOW + 60 * MINUTE;
    const part = { startedAt: start, ended: false, inOnePart: false };
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('a:First')], { ...part, now: start + 1 });
    expect((await known()).map(([operation]) => operation)).toEqual(['a:First', 'a:Old']);
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('a:Second')], { ...part, now: start + 2, ended: true });
    expect(await known()).toEqual([
      ['a:Second', start + 2],
      ['a:First', NOW],
    ]);
  });

  it('is cut to what the table holds', async () => {
    await replaceUnread(ACCOUNT, 'us-east-1', [denied('ec2:DescribeVpcs', '💥'.repeat(10_000))], pass);
    expect((await unreadRows()).rows[0]?.message).toContain('truncated');
  });
});

describe('a scope', () => {
  it('remembers when it was last read to its end', async () => {
    await noteScan(ACCOUNT, 'us-east-1', { startedAt: NOW, now: NOW + 5, readMs: 3, ended: true });
    await noteScan(ACCOUNT, 'us-east-1', { startedAt: NOW + 10, now: NOW + 11, ended: false });
    await noteScan(ACCOUNT, 'global', { startedAt: NOW, now: NOW, ended: false });
    expect(await scopeHistory([ACCOUNT])).toEqual([
      { accountId: ACCOUNT, scope: 'global', lastCompleteAt: null, durationMs: null },
      { accountId: ACCOUNT, scope: 'us-east-1', lastCompleteAt: NOW + 5, durationMs: 3 },
    ]);
    expect(await knownScopes(ACCOUNT)).toEqual(['global', 'us-east-1']);
    await forgetScope(ACCOUNT, 'us-east-1');
    expect(await knownScopes(ACCOUNT)).toEqual(['global']);
  });
});
