import { describe, expect, it } from 'vitest';
import {
  BATCH_MS,
  batchesOf,
  LANES,
  lastStartDelay,
  type ScopeHistory,
  startDelays,
} from '../../../src/scan/spread-scans';

const MINUTE = 60_000;
const accounts = (count: number) =>
  Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
const read = (accountId: string, scope: string, durationMs: number, lastCompleteAt = 1): ScopeHistory => ({
  accountId,
  scope,
  durationMs,
  lastCompleteAt,
});

describe('when accounts start', () => {
  it('is at once for a few that were never scanned, however many others there are', () => {
    expect(new Set(startDelays(accounts(20), []).values())).toEqual(new Set([0]));
    const ids = accounts(100);
    const delays = startDelays(
      ids,
      ids.slice(20).map((id) => read(id, 'global', 1)),
    );
    expect(new Set(ids.slice(0, 20).map((id) => delays.get(id)))).toEqual(new Set([0]));
  });

  it.each([2, 20, 30, 45, 60, 61])(
    'is never the same moment for many of %i that were scanned before',
    (count) => {
      const ids = accounts(count);
      const history = ids.map((id) => read(id, 'global', 1));
      const delays = [...startDelays(ids, history).values()];
      const atOnce = delays.map((delay) => delays.filter((each) => each === delay).length);
      expect(Math.max(...atOnce)).toBe(count <= 30 ? 1 : 2);
      expect(Math.max(...delays)).toBeLessThanOrEqual(3 * MINUTE);
      expect(Math.max(...delays)).toBe(lastStartDelay(count));
    },
  );

  it.each([21, 100, 500, 1_000, 3_000])(
    'is spread over the hour for %i, and the last ends within it',
    (count) => {
      const delays = [...startDelays(accounts(count), []).values()];
      const most = (unit: number): number => {
        const starts = delays.map((delay) => Math.floor(delay / unit));
        return Math.max(...starts.map((start) => starts.filter((each) => each === start).length));
      };
      const aMinute = Math.max(20, Math.ceil(count / 40));
      expect(most(MINUTE)).toBeLessThanOrEqual(aMinute);
      expect(most(1_000)).toBeLessThanOrEqual(Math.ceil(aMinute / 10));
      expect(Math.max(...delays)).toBeLessThanOrEqual(40 * MINUTE);
    },
  );

  it('is first for those that were never scanned, then for those that were not for the longest time', () => {
    const ids = accounts(60);
    const [fresh, cut] = [ids[59] ?? '', ids[58] ?? ''];
    const history = ids
      .slice(0, 59)
      .flatMap((id, index) => [
        read(id, 'global', 1, 1_000_000 - index),
        read(id, 'eu-west-1', 1, 1_000_000 - index),
      ]);
    // One of its scopes was never read to the end.
    history.push({ ...read(cut, 'us-east-1', 1), lastCompleteAt: null });
    const order = [...startDelays(ids, history).keys()];
    expect(order.slice(0, 3)).toEqual([fresh, cut, ids[57]]);
  });
});

describe('what goes into one event', () => {
  const items = (accountId: string, scopes: string[]) => scopes.map((scope) => ({ accountId, scope }));

  it('is as many scopes of an account as took little time, and one that took long alone', () => {
    const [a] = accounts(1);
    const id = a ?? '';
    const history = [
      read(id, 'global', 10_000),
      read(id, 'r1', BATCH_MS - 15_000),
      read(id, 'r2', 4_000),
      read(id, 'r3', 10 * BATCH_MS),
    ];
    const batches = batchesOf('run', items(id, ['global', 'r1', 'r2', 'r3', 'unheard-of']), history);
    expect(batches.map(({ scopes }) => scopes)).toEqual([['global', 'r1', 'r2'], ['r3'], ['unheard-of']]);
  });

  it('is never of two accounts, and accounts take turns', () => {
    const [huge, small] = accounts(2);
    const regions = Array.from({ length: 17 }, (_, index) => `r${index}`);
    const batches = batchesOf('run', [...items(huge ?? '', regions), ...items(small ?? '', ['r0'])], []);
    expect(batches.slice(0, 2).map(({ accountId }) => accountId)).toEqual([huge, small]);
  });

  it('leaves a huge account with few events at once, whose scopes take as long together', () => {
    const [a] = accounts(1);
    const id = a ?? '';
    const regions = Array.from({ length: 17 }, (_, index) => `r${index}`);
    const history = regions.map((region, index) => read(id, region, (1 + (index % 5)) * BATCH_MS));
    const batches = batchesOf('run', items(id, regions), history);
    expect(batches).toHaveLength(LANES);
    expect(batches.flatMap(({ scopes }) => scopes).sort()).toEqual([...regions].sort());
    const tooks = batches.map(({ scopes }) =>
      scopes.reduce((sum, scope) => sum + (history.find((each) => each.scope === scope)?.durationMs ?? 0), 0),
    );
    expect(Math.max(...tooks) - Math.min(...tooks)).toBeLessThanOrEqual(5 * BATCH_MS);
  });

  it('of accounts that nobody has scanned is so few that Forge takes those that start in one minute', () => {
    const company = accounts(500);
    const delays = startDelays(company, []);
    const minute = company.filter((id) => delays.get(id) === 0);
    const regions = Array.from({ length: 17 }, (_, index) => `r${index}`);
    const batches = batchesOf(
      'run',
      minute.flatMap((id) => items(id, ['global', ...regions])),
      [],
    );
    expect(batches.length).toBeLessThan(250);
  });
});
