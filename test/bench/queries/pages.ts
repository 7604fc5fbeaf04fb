import { type FindingsQuery, findingsQuerySchema, MOST_PAGED } from '../../../src/contract/findings';
import { SEVERITIES } from '../../../src/domain/severity';
import { accountViews } from '../../../src/entrypoints/resolvers/account-views';
import { getFilters, getFinding, listFindings } from '../../../src/entrypoints/resolvers/finding-views';
import { healthView } from '../../../src/entrypoints/resolvers/health';
import { slaView } from '../../../src/entrypoints/resolvers/sla-view';
import { findingsSummary } from '../../../src/entrypoints/resolvers/summary';
import { listAccounts } from '../../../src/storage/accounts';
import { auditEntries } from '../../../src/storage/audit-log';
import { exceptionRepository, findingsById, listExceptions } from '../../../src/storage/exceptions';
import {
  type Audience,
  findingOfIssue,
  membersOfIssue,
  openByRule,
} from '../../../src/storage/finding-queries';
import { lastFinishedRun, newestRuns } from '../../../src/storage/run-queries';
import { unreadRows } from '../../../src/storage/unread-queries';
import type { Estate } from './load';

const DAY_MS = 86_400_000;
/** Of the findings that a page shows by itself: where people can turn pages to. */
const LAST_PAGE = MOST_PAGED / findingsQuerySchema.parse({}).pageSize;

/** Each with five scopes in the estate of the benchmark. */
const UNCOUNTED_ACCOUNTS = 4;
/** Pages that need the counts. */
const ASKED_MEANWHILE = [
  'global page: summary',
  'global page: first page',
  'global page: of an account',
  'project page: summary',
  'project page: first page',
  'settings: rules',
];

/** Something that a person asks of a page; each call asks for something else of its kind. */
export interface PageRequest {
  name: string;
  ask(random: () => number): Promise<unknown>;
  /** Scopes whose findings somebody is about to change meanwhile: whoever needs the counts counts these anew. */
  uncounted?: (random: () => number) => { accountId: string; scope: string }[];
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
  const anyPage = (random: () => number): number => 2 + Math.floor(random() * (LAST_PAGE - 1));
  const scopesOf = (accountIds: string[]) =>
    accountIds.flatMap((accountId) => ['global', ...estate.regions].map((scope) => ({ accountId, scope })));
  const whileScansRun = ({ name, ask }: PageRequest): PageRequest => ({
    name: `${name}, while ${UNCOUNTED_ACCOUNTS} accounts are scanned`,
    ask,
    uncounted: (random) =>
      scopesOf(Array.from({ length: UNCOUNTED_ACCOUNTS }, () => one(random, estate.accounts))),
  });
  const whileLargestIsScanned = ({ name, ask }: PageRequest): PageRequest => ({
    name: `${name}, while the largest account is scanned`,
    ask,
    uncounted: () => scopesOf(estate.accounts.slice(0, 1)),
  });

  const requests: PageRequest[] = [
    { name: 'global page: summary', ask: () => findingsSummary('everybody', now) },
    { name: 'global page: filters', ask: () => getFilters('everybody') },
    all('first page', () => ({})),
    all('by due date', () => ({ sort: 'due' })),
    all('by due date, latest first', () => ({ sort: 'due', descending: true })),
    all(`page 2 to ${LAST_PAGE}`, (random) => ({ page: anyPage(random) })),
    all(`page ${LAST_PAGE}, the last`, () => ({ page: LAST_PAGE })),
    all('of a severity', (random) => ({ severities: [one(random, SEVERITIES)] })),
    all('of an account', (random) => ({ accountIds: [one(random, estate.accounts)] })),
    all('of the largest account', () => ({ accountIds: estate.accounts.slice(0, 1) })),
    all(`of the largest account, page 2 to ${LAST_PAGE}`, (random) => ({
      accountIds: estate.accounts.slice(0, 1),
      page: anyPage(random),
    })),
    all(`of the largest account, page ${LAST_PAGE}, the last`, () => ({
      accountIds: estate.accounts.slice(0, 1),
      page: LAST_PAGE,
    })),
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
    {
      name: 'global page: SLA of a team',
      ask: (random) => slaView({ projectKey: one(random, estate.projects) }, now),
    },
    {
      name: 'global page: exceptions',
      ask: async () => {
        const { exceptions } = await listExceptions({ states: ['requested', 'granted'] });
        await findingsById(
          exceptions.flatMap(({ scope }) => (scope.kind === 'finding' ? [scope.findingId] : [])),
        );
      },
    },
    {
      name: 'issue panel: with what shares it and its exception',
      ask: async (random) => {
        const issueId = String(one(random, issueIds));
        const [own] = await Promise.all([findingOfIssue(issueId), membersOfIssue(issueId)]);
        if (own !== null) await exceptionRepository.ofFinding(own.finding_id);
      },
    },
    {
      name: 'project page: of a rule',
      ask: (random) => list(project(random), { ruleIds: [one(random, estate.rules)] }),
    },
    { name: 'project page: searched', ask: (random) => list(project(random), { search: 'orders' }) },
    { name: 'settings: accounts', ask: async () => accountViews(await listAccounts()) },
    { name: 'settings: last run', ask: async () => [await newestRuns(1), await lastFinishedRun()] },
    { name: 'settings: rules', ask: () => openByRule() },
    { name: 'settings: Health', ask: () => healthView() },
    { name: 'settings: Health, unread', ask: () => unreadRows() },
    { name: 'settings: audit log', ask: () => auditEntries({}, 50, null) },
    {
      name: 'settings: audit log of people',
      ask: () => auditEntries({ who: 'people', since: now - 30 * DAY_MS }, 50, null),
    },
    {
      name: 'settings: audit log of an action',
      ask: () => auditEntries({ actions: ['rule-changed'] }, 50, null),
    },
    {
      // A part of the log at a time.
      name: 'settings: audit log, searched',
      ask: (random) => auditEntries({ search: `TEAM7-${Math.floor(random() * 1_000)}` }, 50, null),
    },
  ];
  const counting = requests.filter(({ name }) => ASKED_MEANWHILE.includes(name));
  return [...requests, ...counting.map(whileScansRun), ...counting.map(whileLargestIsScanned)];
}
