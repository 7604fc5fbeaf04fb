import { z } from 'zod';
import type { Caller, Site } from '../context';
import { fieldErrors, JiraError } from '../errors';
import { issueScreen, type ScreenField } from '../fields/screens';
import type { Issue, Project } from '../store/model';
import { announce } from './changes';
import { checkPropertyKey, checkPropertyValue } from './properties';
import { applyTransition, findTransition } from './transition';
import { type IssueUpdate, readWrites } from './write';

const projectReference = z.object({ id: z.coerce.string(), key: z.string() }).partial();

/**
 * Creates one issue, whole or not at all.
 * @throws JiraError in Jira's words, every wrong field at once
 */
export function createIssue(site: Site, caller: Caller, request: IssueUpdate): Issue {
  const project = readProject(site, caller, request);
  const errors: Record<string, string> = {};
  const { project: _, ...fields } = request.fields ?? {};
  const screen = issueScreen(site, project);
  const writes = readWrites(site, caller, project, screen, { ...request, fields }, errors);
  for (const [fieldId, error] of missing(screen, request)) errors[fieldId] ??= error;
  if (Object.keys(errors).length > 0) throw fieldErrors(errors);
  for (const { key, value } of request.properties ?? []) {
    checkPropertyKey(key);
    checkPropertyValue(value);
  }
  const issue = blank(site, caller, project);
  for (const write of writes) write(issue);
  for (const { key, value } of request.properties ?? []) issue.properties[key] = value;
  if (request.transition) {
    const transition = findTransition(site, caller, issue, request.transition.id);
    applyTransition(site, issue, transition);
  }
  // Numbers are taken only now, so that a refused create leaves no gap that a person would wonder about.
  issue.id = site.store.nextId();
  issue.number = site.store.nextNumber(project);
  site.store.put(issue);
  announce(site, caller, 'avi:jira:created:issue', issue);
  return issue;
}

function readProject(site: Site, caller: Caller, request: IssueUpdate): Project {
  const given = projectReference.safeParse(request.fields?.['project']);
  const reference = given.success ? (given.data.id ?? given.data.key) : undefined;
  const project = reference === undefined ? undefined : site.store.project(reference);
  if (!project || !site.permissions.has(caller.accountId, 'BROWSE_PROJECTS', project)) {
    throw fieldErrors({ project: 'Specify a valid project ID or key' });
  }
  if (!site.permissions.has(caller.accountId, 'CREATE_ISSUES', project)) {
    throw new JiraError(403, ['You do not have permission to create issues in this project.']);
  }
  return project;
}

function missing(screen: ScreenField[], request: IssueUpdate): [string, string][] {
  const given = (fieldId: string) => fieldId in (request.fields ?? {}) || fieldId in (request.update ?? {});
  return screen
    .filter(({ field, required }) => required && !given(field.id) && !FILLED_BY_JIRA.has(field.id))
    .map(({ field }) => [field.id, MISSING[field.id] ?? `${field.name} is required.`]);
}

const MISSING: Record<string, string> = {
  summary: 'You must specify a summary of the issue.',
  issuetype: 'Specify an issue type',
};

/** Required, yet never missing: Jira takes the caller and the site's default. */
const FILLED_BY_JIRA = new Set(['reporter', 'priority']);

function blank(site: Site, caller: Caller, project: Project): Issue {
  const now = site.now();
  const [firstType] = project.issueTypes;
  if (!firstType) throw new Error(`The sandbox's project ${project.key} has no issue type`);
  return {
    id: '',
    projectId: project.id,
    number: project.nextIssueNumber,
    formerKeys: [],
    issueTypeId: firstType,
    summary: '',
    description: null,
    statusId: site.store.workflow(project.workflow).initialStatus,
    statusChanged: now,
    priorityId: site.store.site.defaultPriorityId,
    resolutionId: null,
    resolved: null,
    labels: [],
    assigneeId: null,
    reporterId: caller.accountId,
    creatorId: caller.accountId,
    created: now,
    updated: now,
    dueDate: null,
    custom: {},
    properties: {},
    comments: [],
    watchers: [],
    history: [],
  };
}
