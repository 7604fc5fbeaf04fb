import type { JiraViewer } from './jira-viewer';
import type { PageModule } from './modules';

/** Where on the site a page is shown; named by the browser, checked here. */
export interface Placement {
  issueKey?: string | undefined;
  projectKey?: string | undefined;
}

/** Why a page is not shown to this person, as Jira would answer. */
export class PlacementRefused extends Error {
  readonly status: 400 | 403 | 404;

  constructor(status: 400 | 403 | 404, message: string) {
    super(message);
    this.name = 'PlacementRefused';
    this.status = status;
  }
}

/**
 * The extension part of a page's context. It is made on the server from what Jira shows to this person, so a browser can
 * ask for a place but never invent one.
 * @throws PlacementRefused when the person may not see the issue, the project or the settings
 */
export async function extensionFor(
  module: PageModule,
  placement: Placement,
  viewer: JiraViewer,
): Promise<Record<string, unknown>> {
  switch (module.type) {
    case 'jira:issuePanel':
      return issueExtension(placement, viewer);
    case 'jira:projectPage':
      return projectExtension(placement, viewer);
    case 'jira:adminPage':
      if (!(await viewer.isJiraAdmin())) {
        throw new PlacementRefused(403, 'Only Jira administrators can open the settings of apps.');
      }
      return { type: module.type };
    case 'jira:globalPage':
      return { type: module.type };
  }
}

async function issueExtension({ issueKey }: Placement, viewer: JiraViewer): Promise<Record<string, unknown>> {
  if (issueKey === undefined)
    throw new PlacementRefused(400, 'issueKey is missing: the panel belongs to an issue.');
  const issue = await viewer.issue(issueKey);
  if (issue === null) {
    throw new PlacementRefused(404, `There is no issue ${issueKey}, or you may not see it.`);
  }
  const { project, issuetype } = issue.fields;
  return {
    type: 'jira:issuePanel',
    issue: { id: issue.id, key: issue.key, type: issuetype.name, typeId: issuetype.id },
    project: { id: project.id, key: project.key, type: project.projectTypeKey },
    isNewToIssue: false,
  };
}

async function projectExtension(
  { projectKey }: Placement,
  viewer: JiraViewer,
): Promise<Record<string, unknown>> {
  if (projectKey === undefined) {
    throw new PlacementRefused(400, 'projectKey is missing: the page belongs to a project.');
  }
  const project = await viewer.project(projectKey);
  if (project === null) {
    throw new PlacementRefused(404, `There is no project ${projectKey}, or you may not see it.`);
  }
  return {
    type: 'jira:projectPage',
    project: { id: project.id, key: project.key, type: project.projectTypeKey },
  };
}
