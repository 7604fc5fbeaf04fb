import SectionMessage from '@atlaskit/section-message';
import type { HealthAccount, HealthView, QuotaName } from '../../../../../src/contract/health';
import type { UnreadView } from '../../../../../src/contract/unread';
import { HOUR_MS } from '../../../../../src/domain/time';
import { ForeignText } from '../../components/foreign-text';
import { counted, percent, QUOTA_WORDS, shareOf } from './health-words';

/** Of a quota: from here on somebody should plan ahead. */
const NEARLY_FULL = 0.8;
const NEARLY_FULL_OF: Partial<Record<QuotaName, number>> = {
  // What is not counted in it takes a third of what the findings do.
  sqlStorage: 0.6,
  // Past three quarters of its requests an invocation leaves the rest to another: to use much of them is meant.
  requests: Number.POSITIVE_INFINITY,
};
const MOST_NAMED = 5;

export interface Measured {
  health: HealthView;
  unread: UnreadView;
}

/** What is wrong, the worst first, in a sentence each; empty when all is well. */
export function troubles({ health, unread }: Measured): string[] {
  const { accounts, now, queue, tickets } = health;
  const late = accounts.filter(({ state }) => state === 'late');
  const waited = queue.waitingSince === null ? 0 : now - queue.waitingSince;
  const awaited = queue.ticketsAwaitedSince === null ? 0 : now - queue.ticketsAwaitedSince;
  return [
    late.length === 0
      ? null
      : `${counted(late.length, 'account')} not scanned to the end for more than three hours: ${named(late.map(({ name }) => name))}.`,
    ...permissionTroubles(unread),
    tickets.blocked === 0
      ? null
      : `${counted(tickets.blocked, 'finding')} could not be filed or kept in step in Jira; “Issues” has what Jira says.`,
    tickets.held === 0
      ? null
      : `${counted(tickets.held, 'new issue')} held back by a ceiling at the last run; they follow in the next ones.`,
    tickets.blocked === 0 && tickets.waiting > 0 && isIdle(queue)
      ? `${counted(tickets.waiting, 'issue')} not in step, though nothing is being scanned.`
      : null,
    waited > HOUR_MS ? 'Scans have waited in the queue for more than an hour.' : null,
    awaited > HOUR_MS
      ? `The issues of ${counted(queue.runsAwaitingTickets, 'scan')} have waited for more than an hour to be brought in step.`
      : null,
    ...health.quotas
      .filter((use) => shareOf(use) > (NEARLY_FULL_OF[use.quota] ?? NEARLY_FULL))
      .map((use) => `${QUOTA_WORDS[use.quota].name}: ${percent(shareOf(use))} of what there is.`),
  ].filter((trouble) => trouble !== null);
}

/** What is not done yet, though it is in time: nothing to worry about, and no reason to say that all is well. */
export function pending({ accounts, queue, tickets }: HealthView): string[] {
  const unread = accounts.filter(({ state }) => state === 'not-yet');
  const partly = accounts.filter(({ state }) => state === 'partly');
  return [
    unread.length === 0 ? null : `${counted(unread.length, 'account')} not scanned yet: ${names(unread)}.`,
    partly.length === 0
      ? null
      : `${counted(partly.length, 'account')} scanned in part so far: ${names(partly)}.`,
    tickets.waiting === 0 ? null : `${counted(tickets.waiting, 'issue')} not in step yet.`,
    queue.runsAwaitingTickets === 0
      ? null
      : `The issues of ${counted(queue.runsAwaitingTickets, 'scan')} are still to be brought in step.`,
  ].filter((sentence) => sentence !== null);
}

const isIdle = ({ waiting, planned, running, runsAwaitingTickets }: HealthView['queue']): boolean =>
  waiting + planned + running + runsAwaitingTickets === 0;

function permissionTroubles({ rows, total }: UnreadView): string[] {
  const lacking = rows.flatMap(({ permission }) => permission ?? []);
  const accounts = new Set(
    rows.filter(({ permission }) => permission !== null).map((row) => row.accountName),
  );
  const others = rows.length - lacking.length;
  const also = lacking.length === 0 ? '' : 'Besides, ';
  return [
    ...(lacking.length === 0
      ? []
      : [
          `The role may not use ${named([...new Set(lacking)])} in ${named([...accounts])}: what depends on it is unknown.`,
        ]),
    ...(others === 0 ? [] : [`${also}${counted(others, 'operation')} could not be read.`]),
    ...(total === rows.length
      ? []
      : [`${counted(total - rows.length, 'operation')} more could not be read than are listed here.`]),
  ];
}

const names = (accounts: readonly HealthAccount[]): string => named(accounts.map(({ name }) => name));

function named(all: readonly string[]): string {
  const more = all.length - MOST_NAMED;
  return `${all.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The page in a few sentences, for whoever was woken up by it. */
export function HealthVerdict(measured: Measured) {
  const { accounts } = measured.health;
  const sentences = troubles(measured);
  if (sentences.length > 0)
    return (
      <SectionMessage appearance="warning" title={`${counted(sentences.length, 'thing')} to look at`}>
        <Sentences of={sentences} />
      </SectionMessage>
    );
  const on = accounts.filter(({ state }) => state !== 'off');
  if (on.every(({ state }) => state === 'not-yet')) return <NothingScanned accounts={accounts} />;
  const undone = pending(measured.health);
  if (undone.length > 0)
    return (
      <SectionMessage appearance="information" title="Scans and issues are under way">
        <Sentences of={undone} />
      </SectionMessage>
    );
  return (
    <SectionMessage appearance="success" title="Scans and issues keep up">
      <p>Every account is scanned hourly, everything was read, and Jira was told all of it.</p>
    </SectionMessage>
  );
}

/** Why there is nothing to say yet. */
function NothingScanned({ accounts }: { accounts: readonly HealthAccount[] }) {
  if (accounts.length === 0)
    return (
      <SectionMessage appearance="information" title="No account is connected">
        <p>Connect one under Accounts; its scans show here.</p>
      </SectionMessage>
    );
  if (accounts.every(({ state }) => state === 'off'))
    return (
      <SectionMessage appearance="information" title="Every account is off">
        <p>None is scanned; what is known of them is as old as their last scan.</p>
      </SectionMessage>
    );
  return (
    <SectionMessage appearance="information" title="Nothing was scanned yet">
      <p>The first scan starts within the hour, or with “Run a scan now”.</p>
    </SectionMessage>
  );
}

const Sentences = ({ of }: { of: readonly string[] }) =>
  of.map((sentence) => (
    <p key={sentence}>
      <ForeignText text={sentence} />
    </p>
  ));
