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
