import type { Caller, Site } from '../context';
import { fieldErrors, JiraError } from '../errors';
import { issueScreen } from '../fields/screens';
import type { Issue, Project } from '../store/model';
import { announce, commit } from './changes';
import { checkPropertyKey, checkPropertyValue } from './properties';
import { type IssueUpdate, readWrites } from './write';

/**
 * Edits an issue through its edit screen.
 * @throws JiraError 400 with every wrong field, 403 without the permission to edit
 */
export function editIssue(site: Site, caller: Caller, issue: Issue, request: IssueUpdate): void {
  const project = site.store.projectOf(issue);
  if (!site.permissions.has(caller.accountId, 'EDIT_ISSUES', project)) {
    throw new JiraError(403, ['You do not have permission to edit issues in this project.']);
  }
  const errors: Record<string, string> = {};
  const writes = readWrites(site, caller, project, issueScreen(site, project), request, errors);
  if (Object.keys(errors).length > 0) throw fieldErrors(errors);
  for (const { key, value } of request.properties ?? []) {
    checkPropertyKey(key);
    checkPropertyValue(value);
  }
  const after = structuredClone(issue);
  for (const write of writes) write(after);
  for (const { key, value } of request.properties ?? []) after.properties[key] = value;
  if (request.properties?.length) site.store.put({ ...issue, properties: after.properties });
  commit(site, caller, issue, after);
}

/** @throws JiraError 403 without the permission to delete */
export function deleteIssue(site: Site, caller: Caller, issue: Issue): void {
  if (!site.permissions.has(caller.accountId, 'DELETE_ISSUES', site.store.projectOf(issue))) {
    throw new JiraError(403, ['You do not have permission to delete issues in this project.']);
  }
  announce(site, caller, 'avi:jira:deleted:issue', issue);
  site.store.remove(issue);
}

/**
 * Moves an issue to another project as a person does with Jira's move dialog (REST has no single call for it).
 * The old key goes on working, the workflow's first status is taken where the new project lacks the old one.
 */
export function moveIssue(site: Site, caller: Caller, issue: Issue, target: Project): Issue {
  const after = structuredClone(issue);
  after.formerKeys = [...issue.formerKeys, site.store.keyOf(issue)];
  after.projectId = target.id;
  after.number = site.store.nextNumber(target);
  const workflow = site.store.workflow(target.workflow);
  if (!workflow.statuses.includes(after.statusId)) after.statusId = workflow.initialStatus;
  const [firstType] = target.issueTypes;
  if (firstType && !target.issueTypes.includes(after.issueTypeId)) after.issueTypeId = firstType;
  commit(site, caller, issue, after);
  return after;
}
