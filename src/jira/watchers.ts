import { route } from '@forge/api';
import { z } from 'zod';
import type { JiraClient } from './client';

/**
 * Makes the person watch the issue; who watches it already goes on.
 * Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-watchers/
 * @throws JiraError when the person may not see the issue, or the app may not manage its watchers
 */
export async function addWatcher(jira: JiraClient, issueIdOrKey: string, accountId: string): Promise<void> {
  await jira.request({
    method: 'POST',
    path: route`/rest/api/3/issue/${issueIdOrKey}/watchers`,
    body: accountId,
    answer: z.unknown(),
  });
}
