import type { FindingsSummary, Notice } from '../../contract/findings';
import type { RunView } from '../../contract/global-page';
import { LATE_MS } from '../../domain/account-scans';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import { connectedSince, lateAccounts, type ScansOfAccount } from '../../storage/account-scans';
import { type Audience, findingCounts } from '../../storage/finding-queries';
import { lastFinishedRun, lastScanAt } from '../../storage/run-queries';
import { unreadByAccount, unreadOfProject } from '../../storage/unread-queries';

const STALE_AFTER_HOURS = LATE_MS / HOUR_MS;

const NOTHING_KNOWN = 'Nothing is known so far: an empty table does not mean safe.';

/** Before any scan has read anything: that takes its time at first, and is a fault after hours. */
function unscannedNotice(connectedAt: number | null, now: number): Notice {
  if (connectedAt === null || now - connectedAt < LATE_MS)
    return { kind: 'info', title: 'No scan has ended yet', text: NOTHING_KNOWN };
  return {
    kind: 'error',
    title: 'No scan has read anything yet',
    text: `The first account was connected ${Math.floor((now - connectedAt) / HOUR_MS)} hours ago. ${NOTHING_KNOWN} Health, in the settings, says what is in the way.`,
  };
}

/** @param connectedAt when the first of the accounts that are on was connected */
function scanNotice(scannedAt: number | null, connectedAt: number | null, now: number): Notice[] {
  if (scannedAt === null) return [unscannedNotice(connectedAt, now)];
  if (now - scannedAt < STALE_AFTER_HOURS * HOUR_MS) return [];
  return [
    {
      kind: 'error',
      title: `No scan has ended for more than ${STALE_AFTER_HOURS} hours`,
      text: `The last one ended ${Math.floor((now - scannedAt) / HOUR_MS)} hours ago. What changed since is not shown here.`,
    },
  ];
}

const MOST_NAMED = 10;

/** What of it is old, or never was read while the rest is. */
function lastTime({ oldestScanAt, neverRead }: ScansOfAccount, now: number): string {
  if (oldestScanAt === null) return 'never';
  const hours =
    now - oldestScanAt > LATE_MS ? [`${Math.floor((now - oldestScanAt) / HOUR_MS)} hours ago`] : [];
  return [...hours, ...(neverRead === 0 ? [] : [`${count(neverRead, 'scope')} never`])].join(', ');
}

/** Accounts of which nothing new is known. Where no scan ended at all, that is said instead. */
function lateNotice(late: ScansOfAccount[], scannedAt: number | null, now: number): Notice[] {
  if (late.length === 0 || scannedAt === null || now - scannedAt >= LATE_MS) return [];
  const named = late.slice(0, MOST_NAMED).map((account) => `${account.name} (${lastTime(account, now)})`);
  const others = late.length > MOST_NAMED ? ` and ${late.length - MOST_NAMED} more` : '';
  return [
    {
      kind: 'error',
      title: `${count(late.length, 'account')} not scanned to the end for more than ${STALE_AFTER_HOURS} hours`,
      text: `Last time: ${named.join(', ')}${others}. What is shown of them may be old. Health, in the settings, says what is in the way.`,
    },
  ];
}

/** What the last run could not do with its issues, for whoever may know of every project. */
export function runNotices(run: RunView | null): Notice[] {
  return [...heldNotice(run), ...problemNotice(run)];
}

function heldNotice(run: RunView | null): Notice[] {
  if (run === null || run.issues.held === 0) return [];
  return [
    {
      kind: 'warning',
      title:
        run.issues.held === 1 ? '1 new issue was held back' : `${run.issues.held} new issues were held back`,
      text: 'The last run reached its ceiling of new issues and filed none of the rest. They follow in the next runs, most severe first.',
    },
  ];
}

const PROBLEMS_SHOWN = 5;

function problemNotice(run: RunView | null): Notice[] {
  if (run === null || run.problems.length === 0) return [];
  const more = run.problems.length - PROBLEMS_SHOWN;
  return [
    {
      kind: 'warning',
      title: 'Some issues could not be kept in step',
      text: [
        ...run.problems.slice(0, PROBLEMS_SHOWN),
        ...(more > 0 ? [`And ${more} more under Scans.`] : []),
      ].join(' '),
    },
  ];
}

async function unreadNotice(audience: Audience): Promise<Notice[]> {
  const { accounts, operations } =
    audience === 'everybody' ? await unreadOfAll() : await unreadOfProject(audience.projectKey);
  if (operations === 0) return [];
  const where =
    audience === 'everybody' ? '“Could not be read” says which and why.' : 'The security team sees why.';
  return [
    {
      kind: 'warning',
      title: `${count(operations, 'AWS operation')} could not be read in ${count(accounts, 'account')}`,
      text: `What depends on them is unknown, not safe. ${where}`,
    },
  ];
}

async function unreadOfAll(): Promise<{ accounts: number; operations: number }> {
  const unread = await unreadByAccount();
  return {
    accounts: unread.size,
    operations: [...unread.values()].reduce((sum, { operations }) => sum + operations, 0),
  };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** The head of a page: counts, and what has to be known before they mean anything. `now` in milliseconds since 1970. */
export async function findingsSummary(audience: Audience, now: number): Promise<FindingsSummary> {
  const [counts, scannedAt, lastRun, unread, late] = await Promise.all([
    findingCounts(audience, now - 30 * DAY_MS, now),
    lastScanAt(),
    lastFinishedRun(),
    unreadNotice(audience),
    audience === 'everybody' ? lateAccounts(now) : [],
  ]);
  const connectedAt = scannedAt === null ? await connectedSince() : null;
  return {
    openBySeverity: counts.openBySeverity,
    open: counts.open,
    unknown: counts.unknown,
    excepted: counts.excepted,
    overdue: counts.overdue,
    resolvedLast30Days: counts.resolvedSince,
    lastScanAt: scannedAt,
    notices: [
      ...scanNotice(scannedAt, connectedAt, now),
      ...lateNotice(late, scannedAt, now),
      ...heldNotice(lastRun),
      // They name projects and accounts that a project's members need not know of.
      ...(audience === 'everybody' ? problemNotice(lastRun) : []),
      ...unread,
    ],
  };
}
