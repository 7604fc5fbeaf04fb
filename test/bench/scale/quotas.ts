import { DOCUMENTED_LIMITS } from '../../../sandbox/forge/limits';
import { jiraPointsOf, QUOTAS } from '../../../src/domain/quotas';
import { SCANS_AT_ONCE } from '../../../src/queue/queues';
import { RequestBudget } from '../../../src/scan/request-budget';
import { bytesOf, storedAfterAYear } from './a-year';
import { type Company, PROJECTS } from './company';
import { type CycleCost, type Cycles, sumOf } from './measure';
import type { PlannedHour } from './planned-hour';

const HOUR_SECONDS = 3_600;

/** Requests of an invocation that scans, past which the app begins nothing new in it. */
export const { beginsUntil: BEGINS_UNTIL } = RequestBudget.ofInvocation(
  DOCUMENTED_LIMITS.longestInvocationSeconds * 1000,
);

/** Simulated real latencies, in milliseconds. */
export const LATENCY = { aws: 60, sql: 10, jira: 200 };

/**
 * What the platform allows: what the app shows of it on its Health tab, what the sandbox enforces, and the rest. Sources, under
 * https://developer.atlassian.com/platform/forge/: limits-kvs-ce, limits-invocation.
 */
export const LIMITS = {
  ...QUOTAS,
  kvsReadsAMinute: 4_000,
  kvsWritesAMinute: 4_000,
  pushesOfAChain: DOCUMENTED_LIMITS.pushesPerChain,
  invocationsAMinute: 5_000,
  invocationSeconds: DOCUMENTED_LIMITS.longestInvocationSeconds,
  memoryBytes: 512 * 1024 * 1024,
};

/** How much of a quota an hour takes; 1 is all of it. */
export interface Use {
  quota: string;
  /** Whether it comes from counts, which are the same on any machine, or from times that this machine took. */
  from: 'counts' | 'times';
  used: number;
  /**
   * An invocation has it for itself alone, and the app ends it before the end and goes on in another: nothing is refused for its sake, and
   * to spare half of it would cost events and statements.
   */
  kept: boolean;
}

/** Not taken by an hour, but filled in the course of time. */
export const STORAGE = 'SQL storage, 1 GiB, all that is stored after a year';

export interface Measured {
  /** Of the company, as fast as this machine goes. */
  cycles: Cycles;
  company: Company;
  /** With LATENCY, of `latentAccounts`. */
  latent: CycleCost;
  latentAccounts: number;
  /** With LATENCY and as many scans at once as there may be. */
  crowd: Crowd;
}

/** The most of what many scans at once came to. */
export interface Crowd {
  accounts: number;
  scansAtOnce: number;
  statementsInASecond: number;
}

/**
 * What an hour of so many accounts takes of the platform's quotas, worked out from the second cycle. The busiest minute is
 * that in which the most accounts start, as the product spreads them; all that their scans do is taken to be in it.
 */
export function usesOf(
  { cycles, company, latent, latentAccounts, crowd }: Measured,
  accounts: number,
  planned: PlannedHour,
): Use[] {
  const { second } = cycles;
  const measured = company.accounts;
  const perAccount = (count: number): number => count / measured;
  const inBusiestMinute = (count: number): number => perAccount(count) * planned.accountsInAMinute;
  const scanSeconds = (latent.scanMilliseconds / 1000 / latentAccounts) * accounts;
  const jiraCalls = jiraCallsOf(second.jiraCalls, measured, accounts);
  const jiraSeconds = sumOf(jiraCalls) * (LATENCY.jira / 1000);
  const stored = bytesOf(storedAfterAYear({ company, cycles }, accounts));
  const counted = (quota: string, used: number): Use => ({ quota, from: 'counts', used, kept: false });
  const timed = (quota: string, used: number): Use => ({ quota, from: 'times', used, kept: false });
  return [
    timed(
      `the hour, ${SCANS_AT_ONCE} invocations that scan at once, whole`,
      scanSeconds / SCANS_AT_ONCE / HOUR_SECONDS,
    ),
    timed('an invocation, 900 s', latent.longestInvocationMs / 1000 / LIMITS.invocationSeconds),
    {
      ...counted(
        `requests of an invocation, 1,500; past ${BEGINS_UNTIL.toLocaleString('en-US')} the rest goes to another`,
        Math.max(cycles.first.requestsOfAnInvocation, second.requestsOfAnInvocation) /
          LIMITS.requestsOfAnInvocation,
      ),
      kept: true,
    },
    counted(
      'memory of an invocation, 512 MB',
      Math.max(cycles.first.peakHeapBytes, second.peakHeapBytes) / LIMITS.memoryBytes,
    ),
    counted(
      `SQL execution, 62.5 s a minute, all of the ${LATENCY.sql} ms of a statement`,
      (inBusiestMinute(second.sqlStatements) * LATENCY.sql) / LIMITS.sqlMillisecondsAMinute,
    ),
    timed(
      'SQL execution, 62.5 s a minute, as the engine here took it',
      inBusiestMinute(second.sqlMilliseconds) / LIMITS.sqlMillisecondsAMinute,
    ),
    counted(
      'SQL statements, 150 a second, busiest minute',
      inBusiestMinute(second.sqlStatements) / 60 / LIMITS.sqlStatementsASecond,
    ),
    timed(
      `SQL statements, 150 a second, busiest second of ${crowd.scansAtOnce} scans at once`,
      crowd.statementsInASecond / LIMITS.sqlStatementsASecond,
    ),
    counted(STORAGE, stored / LIMITS.sqlBytes),
    counted('events, 500 a minute', planned.eventsInAMinute / LIMITS.eventsAMinute),
    counted('pushes of one chain, 1,000', planned.pushes / LIMITS.pushesOfAChain),
    counted('invocations, 5,000 a minute', inBusiestMinute(second.invocations) / LIMITS.invocationsAMinute),
    counted('KVS reads, 4,000 a minute', inBusiestMinute(second.kvsReads) / LIMITS.kvsReadsAMinute),
    counted('KVS writes, 4,000 a minute', inBusiestMinute(second.kvsWrites) / LIMITS.kvsWritesAMinute),
    counted(
      `the ticket event, 900 s, at ${LATENCY.jira} ms a call of Jira`,
      jiraSeconds / LIMITS.invocationSeconds,
    ),
    counted('Jira, 65,000 points an hour', jiraPoints(jiraCalls) / LIMITS.jiraPointsAnHour),
  ];
}

/** What is asked once for each project that issues are filed in, however many. */
const OF_A_PROJECT = /^GET \/(project|issue\/createmeta)\/|^POST \/permissions\/check$/;
/** Of a company: the owners of ten accounts have one. */
const ACCOUNTS_OF_A_PROJECT = 10;

/** Calls of Jira for so many accounts: those of a project grow with projects, the others with the issues of a run. */
function jiraCallsOf(
  calls: Record<string, number>,
  measured: number,
  accounts: number,
): Record<string, number> {
  const projects = accounts / ACCOUNTS_OF_A_PROJECT / PROJECTS.length;
  return Object.fromEntries(
    Object.entries(calls).map(([route, number]) => [
      route,
      number * (OF_A_PROJECT.test(route) ? projects : accounts / measured),
    ]),
  );
}

function jiraPoints(calls: Record<string, number>): number {
  return Object.entries(calls).reduce(
    (sum, [route, number]) => sum + number * jiraPointsOf(route.split(' ')[0] ?? ''),
    0,
  );
}

/** The quota that so many accounts come nearest to. */
export function bindingOf(uses: readonly Use[]): Use {
  const [first, ...others] = uses.filter(({ kept }) => !kept);
  if (first === undefined) throw new Error('There are no quotas');
  return others.reduce((most, use) => (use.used > most.used ? use : most), first);
}

export interface Exponents {
  /** Over all sizes. */
  fitted: number;
  /** Between the two largest, where a part that is fixed hides the least of what grows faster. */
  last: number;
}

interface Point {
  size: number;
  cost: number;
}

/** Of cost = c · size^exponent, for points by size. */
export function exponentsOf(points: readonly Point[]): Exponents {
  return { fitted: exponentOf(points), last: exponentOf(points.slice(-2)) };
}

/** By least squares of the logarithms. */
function exponentOf(points: readonly Point[]): number {
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map((log) => log.x)), mean(logs.map((log) => log.y))];
  const slope = logs.reduce((sum, log) => sum + (log.x - x) * (log.y - y), 0);
  return slope / logs.reduce((sum, log) => sum + (log.x - x) ** 2, 0);
}
