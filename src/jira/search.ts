import { route } from '@forge/api';
import { z } from 'zod';
import { issueKeySchema } from '../domain/issue-key';
import type { JiraClient } from './client';
import { jiraIdSchema } from './issue-names';
import { JiraError } from './jira-error';

const foundIssueSchema = z.object({
  id: jiraIdSchema,
  key: issueKeySchema,
  fields: z.record(z.string(), z.unknown()).default({}),
  properties: z.record(z.string(), z.unknown()).default({}),
});
export type FoundIssue = z.infer<typeof foundIssueSchema>;

const searchPageSchema = z.object({
  issues: z.array(foundIssueSchema),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().optional(),
});

export interface IssueSearch {
  /** Has to be bounded: a query without a restriction is refused. */
  jql: string;
  fields?: readonly string[];
  /** Issue properties to answer, at most five. */
  properties?: readonly string[];
  /** Ids of up to 50 issues whose newest state the answer must reflect; without it the search index may lag. */
  reconcileIssues?: readonly number[];
}

const PAGE_SIZE = 100;

/** Every issue that matches, page after page. */
export async function searchIssues(jira: JiraClient, search: IssueSearch): Promise<FoundIssue[]> {
  const found: FoundIssue[] = [];
  const seen = new Set<string>();
  let nextPageToken: string | undefined;
  do {
    const page = await jira.request({
      method: 'POST',
      path: route`/rest/api/3/search/jql`,
      body: {
        jql: search.jql,
        maxResults: PAGE_SIZE,
        // With nothing but `id`, Jira leaves the key out too.
        fields: search.fields ?? ['summary'],
        ...(search.properties ? { properties: search.properties } : {}),
        ...(search.reconcileIssues ? { reconcileIssues: search.reconcileIssues } : {}),
        ...(nextPageToken ? { nextPageToken } : {}),
      },
      answer: searchPageSchema,
      idempotent: true,
    });
    found.push(...page.issues);
    nextPageToken = page.isLast ? undefined : (page.nextPageToken ?? undefined);
    if (nextPageToken !== undefined && seen.has(nextPageToken))
      throw new JiraError('POST /rest/api/3/search/jql', 0, ['Its pages go round in a circle.']);
    seen.add(nextPageToken ?? '');
  } while (nextPageToken);
  return found;
}

/** A JQL string literal, whatever the text contains. */
export function jqlString(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}
