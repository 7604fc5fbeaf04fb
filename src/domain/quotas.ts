import { MINUTE_MS } from './time';

/** A function that is given 900 s runs no longer. */
const LONGEST_INVOCATION_MINUTES = 15;

/** Forge lets an invocation send so many requests to the outside for every minute of its timeout, rounded up. */
export const REQUESTS_PER_MINUTE = 100;

/**
 * What the platform allows one installation. Sources, under https://developer.atlassian.com: platform/forge/limits-sql,
 * limits-async-events, limits-invocation; cloud/jira/platform/rate-limiting (the smaller of the two tiers, which all
 * installations of an app share).
 */
export const QUOTAS = {
  sqlStatementsASecond: 150,
  sqlMillisecondsAMinute: 62_500,
  sqlBytes: 2 ** 30,
  eventsAMinute: 500,
  /** Of an invocation that may take its longest time. */
  requestsOfAnInvocation: LONGEST_INVOCATION_MINUTES * REQUESTS_PER_MINUTE,
  jiraPointsAnHour: 65_000,
};

/** A write costs a point, a read one and one for every object in it; so many are more than what the app reads at once. */
const POINTS_OF_A_READ = 10;

/** What a call of Jira takes of its hourly points, at the most. */
export const jiraPointsOf = (method: string): number => (method === 'GET' ? POINTS_OF_A_READ : 1);

/** What is counted against a quota of a period. */
export interface Amounts {
  sqlStatements: number;
  sqlMilliseconds: number;
  events: number;
  jiraPoints: number;
  /** How often somebody's limit made an invocation wait. */
  sqlWaits: number;
  queueWaits: number;
  jiraWaits: number;
}

const mapAmounts = (amountOf: (name: keyof Amounts) => number): Amounts => ({
  sqlStatements: amountOf('sqlStatements'),
  sqlMilliseconds: amountOf('sqlMilliseconds'),
  events: amountOf('events'),
  jiraPoints: amountOf('jiraPoints'),
  sqlWaits: amountOf('sqlWaits'),
  queueWaits: amountOf('queueWaits'),
  jiraWaits: amountOf('jiraWaits'),
});

export const NO_AMOUNTS = mapAmounts(() => 0);

export interface MinuteOfUse {
  /** When the minute begins, in milliseconds since 1970. */
  minuteAt: number;
  amounts: Amounts;
}

/**
 * What an invocation took, evenly over the minutes in which it ran, in whole numbers that add up to it.
 * @param began when it began, and `ended` when it ended, in milliseconds since 1970; at most the time that one may run counts
 */
export function spreadOverMinutes(amounts: Amounts, began: number, ended: number): MinuteOfUse[] {
  const from = Math.max(began, ended - LONGEST_INVOCATION_MINUTES * MINUTE_MS);
  const first = from - (from % MINUTE_MS);
  const minutes = Math.max(1, Math.ceil((ended - first) / MINUTE_MS));
  const takenBy = (at: number): Amounts => {
    const past = at >= ended ? 1 : Math.max(0, (at - from) / (ended - from));
    return mapAmounts((name) => Math.round(amounts[name] * past));
  };
  return Array.from({ length: minutes }, (_, index) => {
    const minuteAt = first + index * MINUTE_MS;
    const [before, after] = [index === 0 ? NO_AMOUNTS : takenBy(minuteAt), takenBy(minuteAt + MINUTE_MS)];
    return { minuteAt, amounts: mapAmounts((name) => after[name] - before[name]) };
  });
}
