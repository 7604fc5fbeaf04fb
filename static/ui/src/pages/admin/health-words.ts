import type { QuotaName, QuotaUse } from '../../../../../src/contract/health';

/** `1 account`, `2 accounts`. */
export const counted = (number: number, what: string): string =>
  `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;

/** `12 %` of a share between 0 and 1; a little is not nothing. */
export const percent = (share: number): string =>
  `${share > 0 && share < 0.01 ? 'less than 1' : Math.round(share * 100)} %`;

/** How much of the quota is taken; 1 is all of it. */
export const shareOf = ({ used, limit }: QuotaUse): number => used / limit;

/** `45 s`, `12 min` of so many milliseconds. */
export const minutes = (ms: number): string =>
  ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;

const KIB = 1024;
const MIB = KIB * KIB;
const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const size = (bytes: number): string =>
  bytes < MIB ? `${number(bytes / KIB)} KiB` : `${number(bytes / MIB)} MiB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** How a quota is called, and how so much of it is written. */
export const QUOTA_WORDS: Record<QuotaName, { name: string; amount: (value: number) => string }> = {
  hour: { name: 'The hour from the last account’s start on, by the last complete scan', amount: minutes },
  sqlStorage: { name: 'Forge SQL storage, estimated by the number of findings alone', amount: size },
  sqlStatements: { name: 'Forge SQL statements, a minute', amount: number },
  sqlMilliseconds: { name: 'Forge SQL execution, a minute, with the way there', amount: seconds },
  events: { name: 'Events, a minute', amount: number },
  requests: { name: 'Calls of AWS, an invocation; past three quarters another one goes on', amount: number },
  jiraPoints: { name: 'Points of Jira calls, an hour, at the most', amount: number },
};
