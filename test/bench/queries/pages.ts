import { type FindingsQuery, findingsQuerySchema } from '../../../src/contract/findings';
import { SEVERITIES } from '../../../src/domain/severity';
import { accountViews } from '../../../src/entrypoints/resolvers/account-views';
import { getFilters, getFinding, listFindings } from '../../../src/entrypoints/resolvers/finding-views';
import { slaView } from '../../../src/entrypoints/resolvers/sla-view';
import { findingsSummary } from '../../../src/entrypoints/resolvers/summary';
import { listAccounts } from '../../../src/storage/accounts';
import { listExceptions } from '../../../src/storage/exceptions';
import { type Audience, findingOfIssue, openFindingsBy } from '../../../src/storage/finding-queries';
import { newestRuns } from '../../../src/storage/run-queries';
import { unreadRows } from '../../../src/storage/unread-queries';
import type { Estate } from './load';

/** Something that a person asks of a page; each call asks for something else of its kind. */
export interface PageRequest {
  name: string;
  ask(random: () => number): Promise<unknown>;
}

/** Every request of every page that reads findings, with the filters and orders that it offers. */
export function pageRequests(
  estate: Estate,
  findingIds: string[],
  issueIds: number[],
  now: number,
): PageRequest[] {
  const one = <Item>(random: () => number, items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };
  const list = (audience: Audience, query: FindingsQuery) =>
    listFindings(audience, findingsQuerySchema.parse(query), now);
  const all = (name: string, query: (random: () => number) => FindingsQuery): PageRequest => ({
    name: `global page: ${name}`,
    ask: (random) => list('everybody', query(random)),
  });
  const project = (random: () => number): Audience => ({ projectKey: one(random, estate.projects) });

  return [
    { name: 'global page: summary', ask: () => findingsSummary('everybody', now) },
    { name: 'global page: filters', ask: () => getFilters('everybody') },
    all('first page', () => ({})),
    all('by due date', () => ({ sort: 'due' })),
    all('by due date, latest first', () => ({ sort: 'due', descending: true })),
    all('page 2 to 400', (random) => ({ page: 2 + Math.floor(random() * 399) })),
    all('of a severity', (random) => ({ severities: [one(random, SEVERITIES)] })),
    all('of an account', (random) => ({ accountIds: [one(random, estate.accounts)] })),
    all('of an account, by resource', (random) => ({
      accountIds: [one(random, estate.accounts)],
      sort: 'resource',
    })),
    all('of a rule, in any account', (random) => ({
      ruleIds: [one(random, estate.rules)],
      states: ['open'],
    })),
    all('of a region', (random) => ({ regions: [one(random, estate.regions)] })),
    all('excepted', () => ({ states: ['excepted'] })),
    all('resolved', () => ({ states: ['resolved'] })),
    all('overdue', () => ({ overdueOnly: true })),
    all('searched: a resource', (random) => ({
      search: `sg-${Math.floor(random() * 16 ** 6).toString(16)}`,
    })),
    all('searched: a rule', () => ({ search: 'snapshot-public' })),
    all('searched within an account', (random) => ({
      search: 'orders',
      accountIds: [one(random, estate.accounts)],
    })),
    { name: 'a finding', ask: (random) => getFinding('everybody', one(random, findingIds), now) },
    { name: 'issue panel', ask: (random) => findingOfIssue(String(one(random, issueIds))) },
    { name: 'project page: summary', ask: (random) => findingsSummary(project(random), now) },
    { name: 'project page: filters', ask: (random) => getFilters(project(random)) },
    { name: 'project page: first page', ask: (random) => list(project(random), {}) },
    { name: 'project page: overdue', ask: (random) => list(project(random), { overdueOnly: true }) },
    { name: 'project page: by due date', ask: (random) => list(project(random), { sort: 'due' }) },
    { name: 'global page: SLA', ask: () => slaView({}, now) },
    { name: 'global page: unread', ask: () => unreadRows() },
    { name: 'global page: runs', ask: () => newestRuns(20) },
    { name: 'global page: exceptions', ask: () => listExceptions({ states: ['requested', 'granted'] }) },
    { name: 'settings: accounts', ask: async () => accountViews(await listAccounts()) },
    { name: 'settings: rules', ask: () => openFindingsBy('rule_id') },
  ];
}
