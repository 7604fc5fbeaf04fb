import { route } from '@forge/api';
import { z } from 'zod';
import type { JiraClient } from './client';
import { JiraError } from './jira-error';

const userSchema = z.object({ displayName: z.string() });

/** What people call the user; null when the account is gone or hidden. */
export async function displayNameOf(jira: JiraClient, accountId: string): Promise<string | null> {
  const query = new URLSearchParams({ accountId });
  try {
    const user = await jira.request({
      method: 'GET',
      path: route`/rest/api/3/user?${query}`,
      answer: userSchema,
    });
    return user.displayName;
  } catch (error) {
    if (error instanceof JiraError && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}

const foundSchema = z.array(
  z.object({ accountId: z.string(), displayName: z.string(), accountType: z.string().optional() }),
);

/** The first 20 people whose name or address begins with the text; apps and customers are left out. */
export async function searchPeople(
  jira: JiraClient,
  search: string,
): Promise<{ id: string; name: string }[]> {
  const query = new URLSearchParams({ query: search, maxResults: '20' });
  const found = await jira.request({
    method: 'GET',
    path: route`/rest/api/3/user/search?${query}`,
    answer: foundSchema,
  });
  return found
    .filter(({ accountType }) => accountType === undefined || accountType === 'atlassian')
    .map(({ accountId, displayName }) => ({ id: accountId, name: displayName }));
}
