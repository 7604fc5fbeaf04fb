import sql, { bulk } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FindingsQuery, findingsQuerySchema, MOST_PAGED } from '../../../src/contract/findings';
import { markAllStale } from '../../../src/storage/finding-counts';
import type { Audience } from '../../../src/storage/finding-queries';
import { FEW, findingsPage } from '../../../src/storage/findings-page';
import { ensureSchema } from '../../../src/storage/migrate';
import { write } from '../../../src/storage/run-sql';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);
const DAY = 24 * 60 * 60 * 1000;
const FINDINGS = 12_000;
const NEVER = 8_640_000_000_000_000;
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

interface Row {
  id: string;
  severity: number;
  state: 'open' | 'unknown' | 'resolved';
  accountId: string;
  projectKey: string | null;
  dueAt: number | null;
  resolvedAt: number | null;
}

/** Few of them critical, fewer of one account, many with the same due date, some with none. */
const ROWS: Row[] = Array.from({ length: FINDINGS }, (_, index) => {
  const state = index % 9 === 0 ? 'unknown' : index % 7 === 0 ? 'resolved' : 'open';
  return {
    // In no order that anything else has.
    id: ((index * 7_919) % FINDINGS).toString(16).padStart(20, '0'),
    severity: index % 450 === 1 ? 0 : 1 + (index % 3),
    state,
    accountId: index % 300 === 5 ? '333333333333' : index % 2 === 0 ? '111111111111' : '222222222222',
    projectKey: index % 5 === 0 ? null : index % 4 === 0 ? 'WEB' : 'PAY',
    dueAt: state === 'open' && index % 11 !== 0 ? NOW + ((index % 60) - 30) * DAY : null,
    resolvedAt: state === 'resolved' ? NOW - (index % 40) * DAY : null,
  };
});
const sortAt = ({ dueAt, resolvedAt }: Row): number => resolvedAt ?? dueAt ?? NEVER;

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('many_findings');
  await ensureSchema();
  for (let at = 0; at < FINDINGS; at += 500) {
    const values = ROWS.slice(at, at + 500).map((row) => [
      row.id,
      `rule-${row.severity}`,
      row.accountId,
      'eu-west-1',
      row.id,
      `arn:${row.id}`,
      row.state,
      row.severity,
      'fails',
      '{}',
      NOW - 40 * DAY,
      row.dueAt,
      row.state === 'unknown' ? NOW : null,
      row.resolvedAt,
      NOW,
      row.projectKey,
    ]);
    await write(sql`INSERT INTO findings (finding_id, rule_id, account_id, scope, resource_id, arn_rest, state, severity,
      message, evidence, opened_at, due_at, unknown_since, resolved_at, changed_at, project_key) VALUES ${bulk(values)}`);
  }
  await markAllStale();
});
afterAll(() => forge.close());

type Order = (a: Row, b: Row) => number;
const byId: Order = (a, b) => (a.id < b.id ? -1 : 1);
const bySeverity =
  (direction: 1 | -1): Order =>
  (a, b) =>
    direction * (a.severity - b.severity) || sortAt(a) - sortAt(b) || byId(a, b);
const byDue =
  (direction: 1 | -1): Order =>
  (a, b) =>
    Number(sortAt(a) === NEVER) - Number(sortAt(b) === NEVER) ||
    direction * (sortAt(a) - sortAt(b)) ||
    a.severity - b.severity ||
    direction * byId(a, b);

const unresolved = ({ state }: Row): boolean => state !== 'resolved';
interface Case {
  name: string;
  query: FindingsQuery;
  audience?: Audience;
  matches: (row: Row) => boolean;
  order: Order;
}
const MANY: Case[] = [
  { name: 'the most severe first', query: {}, matches: unresolved, order: bySeverity(1) },
  {
    name: 'the least severe first',
    query: { descending: true },
    matches: unresolved,
    order: bySeverity(-1),
  },
  { name: 'due first', query: { sort: 'due' }, matches: unresolved, order: byDue(1) },
  {
    name: 'due last',
    query: { sort: 'due', descending: true },
    matches: unresolved,
    order: byDue(-1),
  },
  {
    name: 'in every state',
    query: { states: ['open', 'unknown', 'resolved'] },
    matches: () => true,
    order: bySeverity(1),
  },
  {
    name: 'of two severities',
    query: { severities: ['high', 'low'] },
    matches: (row) => unresolved(row) && (row.severity === 1 || row.severity === 3),
    order: bySeverity(1),
  },
  {
    name: 'of two accounts, of which one has few',
    query: { accountIds: ['333333333333', '222222222222'], states: ['open', 'unknown', 'resolved'] },
    matches: ({ accountId }) => accountId !== '111111111111',
    order: bySeverity(1),
  },
  {
    name: 'of a project',
    query: { states: ['open', 'unknown', 'resolved'] },
    audience: { projectKey: 'PAY' },
    matches: ({ projectKey }) => projectKey === 'PAY',
    order: bySeverity(1),
  },
];

const ofWeb = {
  audience: { projectKey: 'WEB' },
  matches: (row: Row) => row.projectKey === 'WEB' && unresolved(row),
};
const FEWER: Case[] = [
  { name: 'the most severe first', query: {}, ...ofWeb, order: bySeverity(1) },
  { name: 'the least severe first', query: { descending: true }, ...ofWeb, order: bySeverity(-1) },
  { name: 'due first', query: { sort: 'due' }, ...ofWeb, order: byDue(1) },
  {
    name: 'of an account, in two states',
    query: { accountIds: ['333333333333'], states: ['open', 'resolved'] },
    matches: ({ accountId, state }) => accountId === '333333333333' && state !== 'unknown',
    order: bySeverity(1),
  },
];

/** The first page, those where one severity ends and the next begins, and the last. */
async function pagesAreAsIfSorted({ query, audience = 'everybody' }: Case, expected: Row[]): Promise<void> {
  const seams = SEVERITIES.map((_, rank) => expected.findIndex(({ severity }) => severity === rank));
  const last = Math.ceil(Math.min(expected.length, MOST_PAGED) / 25);
  const pages = [
    1,
    2,
    ...seams.flatMap((at) => [Math.ceil(at / 25), Math.ceil(at / 25) + 1]),
    last - 1,
    last,
  ];
  for (const page of new Set(pages.filter((each) => each >= 1 && each <= last))) {
    const found = await findingsPage(audience, findingsQuerySchema.parse({ ...query, page }), NOW);
    expect(found.total).toBe(expected.length);
    expect(
      found.rows.map((row) => row.finding_id),
      `page ${page}`,
    ).toEqual(expected.slice((page - 1) * 25, page * 25).map(({ id }) => id));
  }
}

describe('pages of more findings than can all be looked at', () => {
  it.each(MANY)('are as if all were sorted: $name', async (each) => {
    const expected = ROWS.filter(each.matches).sort(each.order);
    expect(expected.length).toBeGreaterThan(FEW);
    await pagesAreAsIfSorted(each, expected);
  });
});

describe('pages of few findings, of which only those of the severities on the page are read', () => {
  it.each(FEWER)('are as if all were sorted: $name', async (each) => {
    const expected = ROWS.filter(each.matches).sort(each.order);
    expect(expected.length).toBeGreaterThan(25);
    expect(expected.length).toBeLessThanOrEqual(FEW);
    await pagesAreAsIfSorted(each, expected);
  });
});
