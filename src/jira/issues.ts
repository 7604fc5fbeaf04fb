import { route } from '@forge/api';
import { z } from 'zod';
import { issueKeySchema } from '../domain/issue-key';
import type { JsonObject } from '../domain/json';
import type { JiraClient } from './client';
import { jiraIdSchema } from './issue-names';
import { JiraError, jiraErrorOf } from './jira-error';

/** Jira takes at most this many issues in one bulk create. */
export const MAX_BULK_ISSUES = 50;

export interface NewIssue {
  fields: JsonObject;
  properties: { key: string; value: JsonObject }[];
}

const createdIssueSchema = z.object({ id: jiraIdSchema, key: issueKeySchema });
export type CreatedIssue = z.infer<typeof createdIssueSchema>;

const bulkAnswerSchema = z.object({
  issues: z.array(createdIssueSchema),
  errors: z.array(
    z.object({
      status: z.number().optional(),
      failedElementNumber: z.number(),
      elementErrors: z.object({
        errorMessages: z.array(z.string()).optional(),
        errors: z.record(z.string(), z.string()).optional(),
      }),
    }),
  ),
});

/** Creates one issue, its properties in the same call. */
export async function createIssue(jira: JiraClient, issue: NewIssue): Promise<CreatedIssue> {
  return jira.request({
    method: 'POST',
    path: route`/rest/api/3/issue`,
    body: issue,
    answer: createdIssueSchema,
  });
}

/**
 * Creates up to 50 issues. Answers one entry per issue, in order: what was created, or the JiraError that says why not.
 * Throws a JiraError when the call as a whole failed; its `outcome` tells whether anything may have been created.
 */
export async function createIssues(
  jira: JiraClient,
  issues: readonly NewIssue[],
): Promise<(CreatedIssue | JiraError)[]> {
  const call = 'POST /rest/api/3/issue/bulk';
  const answer = await jira.request({
    method: 'POST',
    path: route`/rest/api/3/issue/bulk`,
    body: { issueUpdates: issues },
    answer: bulkAnswerSchema,
    alsoAnswers: [400],
  });
  const failures = new Map(answer.errors.map((failure) => [failure.failedElementNumber, failure]));
  const failed = issues.filter((_, index) => failures.has(index)).length;
  // A failure that is of none of them, or of one twice, would give a finding the issue of another.
  if (failed !== answer.errors.length || answer.issues.length + failed !== issues.length) {
    const text = `It names ${answer.issues.length} created and ${answer.errors.length} failed of ${issues.length} issues.`;
    throw new JiraError(call, 0, [text]);
  }
  const created = [...answer.issues];
  return issues.map((_, index) => {
    const failure = failures.get(index);
    if (failure) return jiraErrorOf(call, failure.status ?? 400, JSON.stringify(failure.elementErrors));
    return created.shift() ?? new JiraError(call, 0, ['The answer leaves this issue out.']);
  });
}

/** Sets fields; only those that are named change. People are not notified of it. */
export async function editIssue(jira: JiraClient, issueIdOrKey: string, fields: JsonObject): Promise<void> {
  await jira.request({
    method: 'PUT',
    path: route`/rest/api/3/issue/${issueIdOrKey}`,
    body: { fields },
    answer: z.unknown(),
  });
}

const issueSchema = z.object({
  id: jiraIdSchema,
  key: issueKeySchema,
  fields: z.object({
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
    priority: z.object({ id: z.string() }).nullish(),
    duedate: z.string().nullish(),
    issuetype: z.object({ name: z.string() }),
    project: z.object({ key: z.string() }),
  }),
  properties: z.record(z.string(), z.unknown()).default({}),
});
export type JiraIssue = z.infer<typeof issueSchema>;

/** The issue with one of its properties; null when there is none or the client's user may not see it. */
export async function getIssue(
  jira: JiraClient,
  issueIdOrKey: string,
  propertyKey: string,
): Promise<JiraIssue | null> {
  const query = new URLSearchParams({
    fields: 'status,priority,duedate,issuetype,project',
    properties: propertyKey,
  });
  try {
    return await jira.request({
      method: 'GET',
      path: route`/rest/api/3/issue/${issueIdOrKey}?${query}`,
      answer: issueSchema,
    });
  } catch (error) {
    if (error instanceof JiraError && error.status === 404) return null;
    throw error;
  }
}
