import sql, { bulk } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExceptionState } from '../../../src/domain/exception';
import { listExceptions } from '../../../src/storage/exceptions';
import { membersOfIssue } from '../../../src/storage/finding-queries';
import { ensureSchema } from '../../../src/storage/migrate';
import { runById } from '../../../src/storage/run-queries';
import { write } from '../../../src/storage/run-sql';
import { insertRun } from '../../../src/storage/runs';
import { ticketStore } from '../../../src/storage/ticket-store';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('long_lists');
  await ensureSchema();
});
afterAll(() => forge.close());

describe('the findings that share an issue', () => {
  const store = async (
    group: string,
    issueId: number,
    states: readonly ('open' | 'excepted' | 'unknown')[],
  ) => {
    await write(sql`INSERT INTO finding_groups (finding_id, rule_id, account_id, scope, region, resource_id, resource_arn,
      state, severity, message, changed_at, resources, resource_count, issue_id)
      VALUES (${group}, 'rule', '111122223333', 'global', 'global', 'group', 'group', 'open', 1, 'fails', ${NOW}, '[]',
        ${states.length}, ${issueId})`);
    const rows = states.map((state, index) => [
      `${issueId}-${index}`,
      'rule',
      '111122223333',
      'eu-west-1',
      `resource-${index}`,
      'arn:',
      state === 'unknown' ? 'unknown' : 'open',
      state === 'unknown' ? NOW : null,
      state === 'excepted' ? 'e' : null,
      1,
      'fails',
      '{}',
      NOW,
      group,
    ]);
    await write(sql`INSERT INTO findings (finding_id, rule_id, account_id, scope, resource_id, arn_start, state, unknown_since,
      exception_id, severity, message, evidence, changed_at, group_id) VALUES ${bulk(rows)}`);
  };

  it('are counted to the last one, though 200 are listed, what fails first', async () => {
    await store('g.many', 10_001, [
      ...Array.from({ length: 30 }, () => 'unknown' as const),
      ...Array.from({ length: 4 }, () => 'excepted' as const),
      ...Array.from({ length: 205 }, () => 'open' as const),
    ]);
    const { rows, total, failing } = await membersOfIssue('10001');
    expect({ listed: rows.length, total, failing }).toEqual({ listed: 200, total: 239, failing: 205 });
    expect(rows.every(({ state, exception_id: exception }) => state === 'open' && exception === null)).toBe(
      true,
    );
  });

  it('cost no statement more where all are listed', async () => {
    await store('g.few', 10_002, ['open', 'excepted', 'unknown', 'open']);
    forge.resetCounters();
    expect(await membersOfIssue('10002')).toMatchObject({ total: 4, failing: 2 });
    expect(forge.statements()).toHaveLength(1);
    expect(await membersOfIssue('10003')).toEqual({ rows: [], total: 0, failing: 0 });
  });
});

describe('exceptions', () => {
  const store = async (state: ExceptionState, count: number) => {
    const rows = Array.from({ length: count }, (_, index) => [
      `${state}-${String(index).padStart(4, '0')}`,
      `finding-${index}`,
      'Until the move.',
      NOW + index,
      state,
      'somebody',
      NOW,
      '',
    ]);
    await write(sql`INSERT INTO exceptions (exception_id, finding_id, reason, until_at, state, requested_by, requested_at, note)
      VALUES ${bulk(rows)}`);
  };
  const ends = async (...states: ExceptionState[]) => {
    const { exceptions, more } = await listExceptions({ states });
    return { first: exceptions[0]?.until, last: exceptions.at(-1)?.until, listed: exceptions.length, more };
  };

  it('say when there are more than are listed', async () => {
    await store('granted', 1000);
    expect(await ends('requested', 'granted')).toEqual({
      first: NOW,
      last: NOW + 999,
      listed: 1000,
      more: false,
    });
    await store('requested', 1);
    expect(await ends('requested', 'granted')).toEqual({
      first: NOW,
      last: NOW + 998,
      listed: 1000,
      more: true,
    });
  });

  it('that are over are listed from the last to end', async () => {
    await store('expired', 1005);
    expect(await ends('declined', 'withdrawn', 'expired')).toEqual({
      first: NOW + 1004,
      last: NOW + 5,
      listed: 1000,
      more: true,
    });
  });
});

describe('the problems of a run', () => {
  const RUN = '3f0c6f5e-0000-4000-8000-000000000009';
  const sentences = (from: number, to: number, length = 0) =>
    Array.from(
      { length: to - from + 1 },
      (_, index) => `Project P${from + index}: refused.${'x'.repeat(length)}`,
    );
  const report = async (problems: readonly string[]) => {
    await ticketStore.reportRun(RUN, { held: 0, problems, finishedAt: null });
    return (await runById(RUN))?.problems ?? [];
  };

  it('are kept as far as they can be read, and the last says how many more there are, however often reported', async () => {
    await insertRun(RUN, 'schedule', NOW);
    expect(await report(sentences(1, 50))).toEqual(sentences(1, 50));
    const cut = [...sentences(1, 50), 'And at least 12 more.'];
    expect(await report(sentences(1, 62))).toEqual(cut);
    expect(await report(sentences(1, 62))).toEqual(cut);
    expect(await report(sentences(61, 62))).toEqual(cut);
    expect(await report([])).toEqual(cut);
  });

  it('that are long are cut the same way', async () => {
    await write(sql`UPDATE runs SET problems = NULL WHERE run_id = ${RUN}`);
    const kept = await report(sentences(1, 9, 9_000));
    expect(kept).toEqual([...sentences(1, 6, 9_000), 'And at least 3 more.']);
  });
});
