import { route } from '@forge/api';
import { z } from 'zod';
import type { JsonObject } from '../domain/json';
import type { JiraClient } from './client';

const commentPageSchema = z.object({
  comments: z.array(
    z.object({
      id: z.string(),
      body: z.unknown(),
    }),
  ),
});

const NEWEST = 50;

/** The plain text of the newest 50 comments, newest first. */
export async function getCommentTexts(jira: JiraClient, issueIdOrKey: string): Promise<string[]> {
  const page = await jira.request({
    method: 'GET',
    path: route`/rest/api/3/issue/${issueIdOrKey}/comment?orderBy=${'-created'}&maxResults=${NEWEST}`,
    answer: commentPageSchema,
  });
  return page.comments.map((comment) => plainText(comment.body));
}

/** Adds a comment; `body` is an Atlassian document. Sent once: after a lost answer the caller looks for it. */
export async function addComment(jira: JiraClient, issueIdOrKey: string, body: JsonObject): Promise<void> {
  await jira.request({
    method: 'POST',
    path: route`/rest/api/3/issue/${issueIdOrKey}/comment`,
    body: { body },
    answer: z.unknown(),
  });
}

const nodeSchema = z.object({ text: z.string().optional(), content: z.array(z.unknown()).optional() });

/** Documents are some ten nodes deep; deeper ones are no documents. */
const DEEPEST = 100;

/** All text of an Atlassian document, in order. */
function plainText(node: unknown, depth = 0): string {
  const parsed = nodeSchema.safeParse(node);
  if (!parsed.success || depth > DEEPEST) return '';
  const inner = (parsed.data.content ?? []).map((child) => plainText(child, depth + 1));
  return (parsed.data.text ?? '') + inner.join('');
}
