import type { Decisions } from '../domain/rollout/decisions';
import type { RolloutPolicy } from '../domain/rollout/policy';
import { accountMismatch } from '../domain/rollout/selection';
import { type FilingPlace, type FilingTarget, findFilingTarget } from './filing-target';
import type { IssueTracker, ScreenField } from './ports';
import type { TicketAccount } from './ticket-finding';
import { TrackerError } from './tracker-error';

/** Asking Jira about more would take longer than a page waits. */
const MOST_PLACES = 30;

export interface FilingTest {
  projectKey: string;
  issueType: string;
  /** What is in the way; null when issues can be filed. */
  problem: string | null;
  /** What the project requires and the app fills only by a default of the policy. */
  required: ScreenField[];
}

/** The connection test of a policy: asks Jira about each project that it may file in, and writes nothing. */
export async function testFiling(
  tracker: Pick<IssueTracker, 'projectFacts' | 'createFields'>,
  policy: RolloutPolicy,
  decisions: Decisions<TicketAccount>,
): Promise<FilingTest[]> {
  const { issueType, fieldDefaults } = policy;
  return Promise.all(
    projectsOf(policy, decisions)
      .slice(0, MOST_PLACES)
      .map(async (projectKey) => {
        const target = await targetOf(tracker, { projectKey, issueType, fieldDefaults });
        const { required } = target;
        return { projectKey, issueType, problem: target.ok ? null : target.problem, required };
      }),
  );
}

async function targetOf(
  tracker: Pick<IssueTracker, 'projectFacts' | 'createFields'>,
  place: FilingPlace,
): Promise<FilingTarget> {
  try {
    return await findFilingTarget(tracker, place);
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    const problem = `Project ${place.projectKey}: Jira could not be asked about it. ${error.message}`;
    return { ok: false, problem, priorities: [], required: [] };
  }
}

function projectsOf(
  { route, accounts }: RolloutPolicy,
  { accounts: all, rollout }: Decisions<TicketAccount>,
): string[] {
  if (route.project.kind === 'project') return [route.project.projectKey];
  const owners = all
    .filter((account) => accountMismatch(accounts, account) === null)
    .flatMap(({ ownerProjectKey }) => ownerProjectKey ?? []);
  const teams = route.project.kind === 'tag' ? rollout.teams.map(({ projectKey }) => projectKey) : [];
  return [...new Set([...teams, ...owners])].sort();
}
