import type { CycleCost } from './measure';

const HOUR_SECONDS = 3_600;
/** As src/queue/queues.ts has it. */
const SCANS_AT_ONCE = 10;
/** As src/scan/spread-scans.ts has it: accounts that start in the same minute. */
const togetherOf = (accounts: number): number => Math.max(20, Math.ceil(accounts / 40));
const SPREAD_SECONDS = 40 * 60;

/** Simulated real latencies, in milliseconds. */
export const LATENCY = { aws: 60, sql: 10, jira: 200 };

/** How much of a quota an hour of so many accounts takes; 1 is all of it. */
export interface Use {
  quota: string;
  used: number;
}

/**
 * What an hour of `accounts` takes of the platform's quotas, from a cycle of `measured` accounts.
 * Sources: https://developer.atlassian.com/platform/forge/limits-sql/, limits-async-events/, limits-invocation/
 * @param latent the same cycle with LATENCY, of `latentAccounts`: how long scans take there
 */
export function usesOf(
  cycle: CycleCost,
  measured: number,
  { latent, latentAccounts }: { latent: CycleCost; latentAccounts: number },
  accounts: number,
): Use[] {
  const times = accounts / measured;
  const scanSeconds = (latent.scanMilliseconds / 1000 / latentAccounts) * accounts;
  const statements = cycle.sqlStatements * times;
  const engineSeconds = (cycle.sqlMilliseconds / 1000) * times;
  const aMinute = (cycle.events / measured) * togetherOf(accounts);
  return [
    { quota: `the hour, ${SCANS_AT_ONCE} scans at once`, used: scanSeconds / SCANS_AT_ONCE / HOUR_SECONDS },
    {
      quota: 'SQL execution time, 62.5 s a minute, at 10 ms a statement',
      used: (statements * LATENCY.sql) / 1000 / (62.5 * 60),
    },
    { quota: 'SQL execution time, as the engine here took it', used: engineSeconds / (62.5 * 60) },
    { quota: 'SQL statements, 150 a second, while scans start', used: statements / SPREAD_SECONDS / 150 },
    { quota: 'events, 500 a minute, of accounts that start together', used: aMinute / 500 },
    {
      quota: 'invocations, 5,000 a minute',
      used: ((cycle.invocations / measured) * togetherOf(accounts)) / 5_000,
    },
    {
      quota: 'the ticket event, 900 s, at 200 ms a call of Jira',
      // The ceiling of a run bounds the calls, whatever the number of accounts.
      used: (cycle.jiraCalls * LATENCY.jira) / 1000 / 900,
    },
  ];
}

/** The exponent of cost = c · size^exponent, by least squares of the logarithms. */
export function exponentOf(points: readonly { size: number; cost: number }[]): number {
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map((log) => log.x)), mean(logs.map((log) => log.y))];
  const slope = logs.reduce((sum, log) => sum + (log.x - x) * (log.y - y), 0);
  return slope / logs.reduce((sum, log) => sum + (log.x - x) ** 2, 0);
}
