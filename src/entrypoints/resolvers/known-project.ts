import { jiraAsApp } from '../../jira/client';
import { getProject } from '../../jira/projects';
import { Refusal } from './refusal';

/** Throws a Refusal that names the field when the app sees no such project. */
export async function refuseUnknownProject(projectKey: string | null, field: string): Promise<void> {
  if (projectKey === null || (await getProject(jiraAsApp(), projectKey)) !== null) return;
  const message = `There is no project ${projectKey}, or the app cannot see it.`;
  throw new Refusal('invalid', message, { [field]: `names no project that the app can see: ${projectKey}` });
}
