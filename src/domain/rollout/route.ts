import type { Tags } from '../tag-pattern';
import type { Rollout, RolloutPolicy, Team } from './policy';
import type { SelectableAccount } from './selection';

/** Where the issue of a finding goes. */
export interface Destination {
  /** Null when nobody owns it. */
  projectKey: string | null;
  component: string | null;
  assigneeId: string | null;
}

/**
 * Whose a finding is, ticketed or not. A tag that is missing, or whose value no team has, leaves it to the project that
 * owns the account: a forgotten tag must not make a finding nobody's.
 * @param policy the one that decides for it; null when none does
 * @param tags the resource's own
 */
export function destinationOf(
  { teams }: Pick<Rollout, 'teams'>,
  policy: Pick<RolloutPolicy, 'route'> | null,
  account: SelectableAccount,
  tags: Tags,
): Destination {
  const owner = account.ownerProjectKey;
  if (policy === null) return { projectKey: owner, component: null, assigneeId: null };
  const { project, component, assigneeId } = policy.route;
  if (project.kind === 'owner-project') return { projectKey: owner, component, assigneeId };
  if (project.kind === 'project') return { projectKey: project.projectKey, component, assigneeId };

  const team = candidates(project.of, account.tags, tags)
    .map((each) => teamOf(teams, each[project.tag]))
    .find((each) => each !== undefined);
  if (team === undefined) return { projectKey: owner, component, assigneeId };
  return {
    projectKey: team.projectKey,
    component: team.component ?? component,
    assigneeId: team.assigneeId ?? assigneeId,
  };
}

function candidates(
  of: 'resource' | 'account' | 'resource-or-account',
  account: Tags,
  resource: Tags,
): Tags[] {
  if (of === 'resource') return [resource];
  return of === 'account' ? [account] : [resource, account];
}

function teamOf(teams: readonly Team[], value: string | undefined): Team | undefined {
  if (value === undefined) return undefined;
  const wanted = value.trim().toLowerCase();
  return teams.find(({ tagValue }) => tagValue.toLowerCase() === wanted);
}
