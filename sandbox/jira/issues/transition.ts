import type { Caller, Site } from '../context';
import { fieldErrors, JiraError } from '../errors';
import { transitionScreen } from '../fields/screens';
import type { Issue, Transition } from '../store/model';
import { commit } from './changes';
import { type IssueUpdate, readWrites } from './write';

/** What the caller may do with the issue from its present status. */
export function availableTransitions(site: Site, caller: Caller, issue: Issue): Transition[] {
  const project = site.store.projectOf(issue);
  if (!site.permissions.has(caller.accountId, 'TRANSITION_ISSUES', project)) return [];
  return site.store
    .workflow(project.workflow)
    .transitions.filter((transition) => !transition.from || transition.from.includes(issue.statusId));
}

/** @throws JiraError 400 when the transition cannot be made from where the issue is */
export function findTransition(site: Site, caller: Caller, issue: Issue, id: string): Transition {
  const found = availableTransitions(site, caller, issue).find((transition) => transition.id === id);
  if (!found) throw new JiraError(400, [`Transition id '${id}' is not valid for this issue.`]);
  return found;
}

/** Moves the (draft of an) issue, with what the workflow itself does to the resolution. */
export function applyTransition(site: Site, issue: Issue, transition: Transition): void {
  issue.statusId = transition.to;
  if (transition.resolution === 'clear') issue.resolutionId = null;
  else if (transition.resolution !== 'keep') issue.resolutionId = transition.resolution.set;
  if (issue.resolutionId !== null && issue.resolved === null) issue.resolved = site.now();
}

/**
 * Makes a transition with the fields of its screen.
 * @throws JiraError 400 for a transition that is not available, a required field left out or a wrong value
 */
export function transitionIssue(site: Site, caller: Caller, issue: Issue, request: IssueUpdate): void {
  if (!request.transition) throw new JiraError(400, ["Missing 'transition' identifier"]);
  const transition = findTransition(site, caller, issue, request.transition.id);
  const project = site.store.projectOf(issue);
  const screen = transitionScreen(site, transition);
  const errors: Record<string, string> = {};
  const writes = readWrites(site, caller, project, screen, request, errors);
  for (const { field, required } of screen) {
    const given = field.id in (request.fields ?? {}) || field.id in (request.update ?? {});
    if (required && !given) errors[field.id] ??= `${field.name} is required.`;
  }
  if (Object.keys(errors).length > 0) throw fieldErrors(errors);
  const after = structuredClone(issue);
  applyTransition(site, after, transition);
  for (const write of writes) write(after);
  commit(site, caller, issue, after);
}
