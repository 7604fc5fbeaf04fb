import type { FindingsSummary, Notice } from '../../contract/findings';
import type { RunView } from '../../contract/global-page';
import { type Audience, findingCounts } from '../../storage/finding-queries';
import { lastScanAt, newestRuns } from '../../storage/run-queries';
import { unreadByAccount } from '../../storage/unread-queries';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const STALE_AFTER_HOURS = 3;

function scanNotice(scannedAt: number | null, now: number): Notice[] {
  if (scannedAt === null) {
    return [
      {
        kind: 'info',
        title: 'No scan has ended yet',
        text: 'Nothing is known so far: an empty table does not mean safe.',
      },
    ];
  }
  if (now - scannedAt < STALE_AFTER_HOURS * HOUR) return [];
  return [
    {
      kind: 'error',
      title: `No scan has ended for more than ${STALE_AFTER_HOURS} hours`,
      text: `The last one ended ${Math.floor((now - scannedAt) / HOUR)} hours ago. What changed since is not shown here.`,
    },
  ];
}

/** What the last run could not do with its issues, for the pages. */
export function runNotices(run: RunView | undefined): Notice[] {
  if (run === undefined) return [];
  const held: Notice[] =
    run.issues.held > 0
      ? [
          {
            kind: 'warning',
            title: `${run.issues.held} new issues were held back`,
            text: 'The last run reached its ceiling of new issues and filed none of the rest. They follow in the next runs, most severe first.',
          },
        ]
      : [];
  const problems: Notice[] =
    run.problems.length > 0
      ? [
          {
            kind: 'warning',
            title: 'Some issues could not be kept in step',
            text: run.problems.slice(0, 5).join(' '),
          },
        ]
      : [];
  return [...held, ...problems];
}

async function unreadNotice(audience: Audience): Promise<Notice[]> {
  if (audience !== 'everybody') return [];
  const unread = await unreadByAccount();
  if (unread.size === 0) return [];
  const operations = [...unread.values()].reduce((sum, number) => sum + number, 0);
  return [
    {
      kind: 'warning',
      title: `${operations} AWS operations could not be read in ${unread.size} accounts`,
      text: 'What depends on them is unknown. “Could not be read” says which and why.',
    },
  ];
}

/** The head of a page: counts, and what has to be known before they mean anything. `now` in milliseconds since 1970. */
export async function findingsSummary(audience: Audience, now: number): Promise<FindingsSummary> {
  const [counts, scannedAt, [lastRun], unread] = await Promise.all([
    findingCounts(audience, now - 30 * DAY, now),
    lastScanAt(),
    newestRuns(1),
    unreadNotice(audience),
  ]);
  return {
    openBySeverity: counts.openBySeverity,
    open: counts.open,
    unknown: counts.unknown,
    overdue: counts.overdue,
    resolvedLast30Days: counts.resolvedSince,
    lastScanAt: scannedAt,
    notices: [...scanNotice(scannedAt, now), ...runNotices(lastRun), ...unread],
  };
}
