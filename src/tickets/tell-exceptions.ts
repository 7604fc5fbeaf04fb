import type { Exception } from '../domain/exception';
import type { CandidateFinding } from '../exceptions/candidate';
import type { ExceptionStore } from '../exceptions/ports';
import { commentOnce } from './comment-once';
import type { IssueComment } from './comment-texts';
import type { IssueTracker, TicketClock } from './ports';
import { TrackerError } from './tracker-error';
import { utcDay } from './utc';

export interface TellDeps {
  store: Pick<ExceptionStore, 'untold' | 'markTold' | 'toWarn' | 'markWarned' | 'covered'>;
  tracker: Pick<IssueTracker, 'commentTexts' | 'addComment'>;
  clock: TicketClock;
}

/**
 * Says on the issues what was decided about their exceptions, and warns the owner of one that ends soon. Each is said once
 * whoever repeats it; what Jira refuses now is said by the next run.
 * @returns what could not be said, in sentences for people
 */
export async function tellExceptions(deps: TellDeps): Promise<string[]> {
  const problems: string[] = [];
  for (const { exception, issue } of await deps.store.untold()) {
    const comment = commentOn(exception);
    const said = issue === null || comment === null || (await say(deps, issue.key, comment, problems));
    if (said) await deps.store.markTold(exception.id, exception.state);
  }
  for (const exception of await deps.store.toWarn(deps.clock.now())) {
    const issueKey = await issueOf(deps, exception);
    const said = issueKey === null || (await say(deps, issueKey, warningAbout(exception), problems));
    if (said) await deps.store.markWarned(exception.id, deps.clock.now());
  }
  return problems;
}

async function say(
  deps: TellDeps,
  issueKey: string,
  comment: IssueComment,
  problems: string[],
): Promise<boolean> {
  try {
    await commentOnce(deps, issueKey, comment);
    return true;
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    if (error.outcome === 'missing') return true;
    problems.push(`Issue ${issueKey}: a comment about its exception could not be added. ${error.message}`);
    return false;
  }
}

/** Closing and reopening say themselves that an exception began or ended. */
function commentOn({ id, state, until, reason, note, requestedBy }: Exception): IssueComment | null {
  const which = `(request ${id.slice(0, 8)})`;
  switch (state) {
    case 'requested':
      return {
        head: `Cloud Findings: an exception until ${utcDay(until)} was asked for ${which}.`,
        detail: `Its reason: ${reason}`,
        mention: requestedBy,
      };
    case 'granted':
      return {
        head: `Cloud Findings: the exception was granted until ${utcDay(until)} ${which}.`,
        detail: note,
        mention: requestedBy,
      };
    case 'declined':
      return {
        head: `Cloud Findings: the exception was declined ${which}.`,
        detail: note,
        mention: requestedBy,
      };
    case 'withdrawn':
      return { head: `Cloud Findings: the exception was withdrawn ${which}.`, detail: note };
    case 'expired':
      return null;
  }
}

function warningAbout({ id, until, requestedBy }: Exception): IssueComment {
  return {
    head: `Cloud Findings: the exception (request ${id.slice(0, 8)}) ends on ${utcDay(until)}.`,
    detail:
      'What it covers is open again from then on. Fix it until then, or ask for another exception on that day.',
    mention: requestedBy,
  };
}

/** A standing exception is spoken of on one of the issues that it covers. */
async function issueOf({ store }: TellDeps, { id }: Exception): Promise<string | null> {
  for await (const page of store.covered(id)) {
    const found = page.find((finding: CandidateFinding) => finding.issueKey !== null);
    if (found !== undefined) return found.issueKey;
  }
  return null;
}
