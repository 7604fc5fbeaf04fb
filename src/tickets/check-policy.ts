import { routeOf, type TicketPolicy } from '../domain/ticket-policy';
import { cachedFilingTargets } from './filing-target';
import { lacksIssue, planTickets } from './plan-tickets';
import type { TicketDeps } from './ports';
import { TrackerError } from './tracker-error';

export interface PolicyCheck {
  /** True when issues can be filed in every project that the policy routes to, and there is one. */
  ok: boolean;
  projects: { projectKey: string; ok: boolean; problem: string | null }[];
  /** Issues that the next run would create. */
  wouldCreate: number;
  /** Findings that the ceiling of new issues per run would hold back. */
  held: number;
}

/**
 * What a policy would do now, by the planner of the real run. Asks Jira about each project that the policy routes to, and
 * writes nothing. A policy that is still switched off is judged as if it were on.
 */
export async function checkPolicy(
  deps: Pick<TicketDeps, 'store' | 'tracker' | 'accounts'>,
  candidate: TicketPolicy,
): Promise<PolicyCheck> {
  const policy = { ...candidate, enabled: true };
  const accounts = await deps.accounts();
  const targetOf = cachedFilingTargets(deps.tracker);
  const projects = await Promise.all(
    routedProjects(policy, accounts).map(async (projectKey) => {
      try {
        const target = await targetOf(projectKey, policy.issueType);
        return { projectKey, ok: target.ok, problem: target.ok ? null : target.problem };
      } catch (error) {
        if (!(error instanceof TrackerError)) throw error;
        return { projectKey, ok: false, problem: `Project ${projectKey}: ${error.message}` };
      }
    }),
  );
  const findings = (await deps.store.findingsToPlan(policy)).filter(lacksIssue);
  const plan = planTickets({
    findings,
    policy,
    accounts,
    blockedProjects: new Set(projects.filter(({ ok }) => !ok).map(({ projectKey }) => projectKey)),
    createdInRun: 0,
  });
  return {
    ok: projects.length > 0 && projects.every(({ ok }) => ok),
    projects,
    wouldCreate: plan.actions.filter(({ kind }) => kind === 'create').length,
    held: plan.held,
  };
}

function routedProjects(
  policy: TicketPolicy,
  accounts: readonly { id: string; ownerProjectKey: string | null }[],
): string[] {
  const covered = accounts.filter(({ id }) => policy.accounts === 'all' || policy.accounts.includes(id));
  const keys =
    policy.route.kind === 'project'
      ? [policy.route.projectKey]
      : covered.map((account) => routeOf(policy, account));
  return [...new Set(keys.filter((key) => key !== null))].sort();
}
