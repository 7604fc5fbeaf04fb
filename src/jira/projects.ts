import { route } from '@forge/api';
import { z } from 'zod';
import type { JiraClient } from './client';
import { jiraIdSchema } from './issue-names';
import { JiraError } from './jira-error';

const projectSchema = z.object({ id: jiraIdSchema, key: z.string(), name: z.string() });
export type JiraProject = z.infer<typeof projectSchema>;

const projectPageSchema = z.object({ values: z.array(projectSchema) });

/** The first 50 projects that match in key or name and that the client's user can see. */
export async function searchProjects(jira: JiraClient, search: string): Promise<JiraProject[]> {
  const query = new URLSearchParams({ maxResults: '50', orderBy: 'name' });
  if (search) query.set('query', search);
  const page = await jira.request({
    method: 'GET',
    path: route`/rest/api/3/project/search?${query}`,
    answer: projectPageSchema,
  });
  return page.values;
}

/** The project; null when there is none or the client's user may not see it. */
export async function getProject(jira: JiraClient, keyOrId: string): Promise<JiraProject | null> {
  try {
    return await jira.request({
      method: 'GET',
      path: route`/rest/api/3/project/${keyOrId}`,
      answer: projectSchema,
    });
  } catch (error) {
    if (error instanceof JiraError && error.status === 404) return null;
    throw error;
  }
}
