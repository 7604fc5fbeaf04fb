import SectionMessage from '@atlaskit/section-message';
import type { AccountView } from '../../../../../src/contract/admin-page';
import { type HealthView, LATE_MS } from '../../../../../src/contract/health';
import type { UnreadRow } from '../../../../../src/contract/unread';
import { HOUR_MS } from '../../../../../src/domain/time';
import { counted, percent, QUOTA_WORDS, shareOf } from './health-words';

/** Of a quota: from here on somebody should plan ahead. */
const NEARLY_FULL = 0.8;
const MOST_NAMED = 5;

export interface Measured {
  accounts: readonly AccountView[];
  health: HealthView;
  unread: readonly UnreadRow[];
  /** Milliseconds since 1970. */
  now: number;
}

/** Whether an account that is on was not scanned to the end for so long that somebody should look. */
export const isLate = ({ enabled, lastScanAt }: AccountView, now: number): boolean =>
  enabled && lastScanAt !== null && now - lastScanAt > LATE_MS;

/** What is wrong, the worst first, in a sentence each; empty when all is well. */
export function troubles({ accounts, health, unread, now }: Measured): string[] {
  const late = accounts.filter((account) => isLate(account, now)).map(({ name }) => name);
  const waited = health.queue.waitingSince === null ? 0 : now - health.queue.waitingSince;
  const { problems, waiting } = health.tickets;
  const blocked = problems.reduce((sum, { findings }) => sum + findings, 0);
  return [
    late.length === 0
      ? null
      : `${counted(late.length, 'account')} not scanned to the end for more than three hours: ${named(late)}.`,
    ...permissionTroubles(unread),
    blocked === 0
      ? null
      : `${counted(blocked, 'finding')} could not be filed or kept in step in Jira; “Issues” has what Jira says.`,
    blocked === 0 && waiting > 0 && health.queue.waiting + health.queue.running === 0
      ? `${counted(waiting, 'issue')} not in step, though nothing is being scanned.`
      : null,
    waited > HOUR_MS ? 'Scans have waited in the queue for more than an hour.' : null,
    ...health.quotas
      // Past three quarters of its requests an invocation leaves the rest to another: to use much of them is meant.
      .filter((use) => use.quota !== 'requests' && shareOf(use) > NEARLY_FULL)
      .map((use) => `${QUOTA_WORDS[use.quota].name}: ${percent(shareOf(use))} of what there is.`),
  ].filter((trouble) => trouble !== null);
}

function permissionTroubles(unread: readonly UnreadRow[]): string[] {
  const lacking = unread.flatMap(({ permission }) => permission ?? []);
  const accounts = new Set(
    unread.filter(({ permission }) => permission !== null).map((row) => row.accountName),
  );
  const others = unread.length - lacking.length;
  const also = lacking.length === 0 ? '' : 'Besides, ';
  return [
    ...(lacking.length === 0
      ? []
      : [
          `The role may not use ${named([...new Set(lacking)])} in ${named([...accounts])}: what depends on it is unknown.`,
        ]),
    ...(others === 0 ? [] : [`${also}${counted(others, 'operation')} could not be read.`]),
  ];
}

function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The page in a few sentences, for whoever was woken up by it. */
export function HealthVerdict(measured: Measured) {
  const sentences = troubles(measured);
  if (sentences.length === 0) {
    return measured.health.lastScan === null ? (
      <SectionMessage appearance="information" title="Nothing was scanned yet">
        <p>The first scan starts within the hour, or with “Run a scan now”.</p>
      </SectionMessage>
    ) : (
      <SectionMessage appearance="success" title="Scans and issues keep up">
        <p>Every account is scanned hourly, everything was read, and Jira was told all of it.</p>
      </SectionMessage>
    );
  }
  return (
    <SectionMessage appearance="warning" title={`${counted(sentences.length, 'thing')} to look at`}>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </SectionMessage>
  );
}
