import { z } from 'zod';
import { command, request } from './http';

const REST = '/rest/api/3';

const personSchema = z.object({ accountId: z.string(), displayName: z.string() });
const statusSchema = z.object({
  name: z.string(),
  statusCategory: z.object({ key: z.string() }),
});
const projectSchema = z.object({ id: z.string(), key: z.string(), name: z.string() });
const namedSchema = z.object({ id: z.string().optional(), name: z.string() });

const issueSchema = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.looseObject({
    summary: z.string(),
    status: statusSchema,
    issuetype: namedSchema.optional(),
    project: projectSchema.optional(),
    priority: namedSchema.nullish(),
    resolution: namedSchema.nullish(),
    labels: z.array(z.string()).default([]),
    assignee: personSchema.nullish(),
    reporter: personSchema.nullish(),
    description: z.unknown().optional(),
    duedate: z.string().nullish(),
    created: z.string().optional(),
    updated: z.string().optional(),
  }),
});

const commentSchema = z.object({
  id: z.string(),
  author: personSchema,
  body: z.unknown(),
  created: z.string(),
});

const transitionFieldSchema = z.object({
  required: z.boolean(),
  name: z.string(),
  schema: z.object({ type: z.string() }),
  allowedValues: z
    .array(z.object({ id: z.string().optional(), name: z.string().optional(), value: z.string().optional() }))
    .optional(),
});
const transitionSchema = z.object({
  id: z.string(),
  name: z.string(),
  to: statusSchema,
  fields: z.record(z.string(), transitionFieldSchema).default({}),
});

const fieldSchema = z.object({ id: z.string(), name: z.string(), custom: z.boolean() });

export type Issue = z.infer<typeof issueSchema>;
export type IssueStatus = z.infer<typeof statusSchema>;
export type Project = z.infer<typeof projectSchema>;
export type Comment = z.infer<typeof commentSchema>;
export type Transition = z.infer<typeof transitionSchema>;
export type TransitionField = z.infer<typeof transitionFieldSchema>;
export type Field = z.infer<typeof fieldSchema>;

const issuePath = (key: string) => `${REST}/issue/${encodeURIComponent(key)}`;

export const jiraApi = {
  projects: async () =>
    (
      await request(
        'GET',
        `${REST}/project/search?maxResults=100`,
        z.object({ values: z.array(projectSchema) }),
      )
    ).values,
  project: (key: string) => request('GET', `${REST}/project/${encodeURIComponent(key)}`, projectSchema),
  fields: () => request('GET', `${REST}/field`, z.array(fieldSchema)),
  search: (jql: string, fields: string[], nextPageToken: string | null) =>
    request(
      'POST',
      `${REST}/search/jql`,
      z.object({ issues: z.array(issueSchema), nextPageToken: z.string().nullish() }),
      { jql, fields, maxResults: 50, ...(nextPageToken === null ? {} : { nextPageToken }) },
    ),
  issue: (key: string) => request('GET', issuePath(key), issueSchema),
  edit: (key: string, fields: Record<string, unknown>) => command('PUT', issuePath(key), { fields }),
  remove: (key: string) => command('DELETE', issuePath(key)),
  comments: async (key: string) =>
    (
      await request(
        'GET',
        `${issuePath(key)}/comment?maxResults=100`,
        z.object({ comments: z.array(commentSchema) }),
      )
    ).comments,
  addComment: (key: string, text: string) =>
    command('POST', `${issuePath(key)}/comment`, { body: documentOf(text) }),
  transitions: async (key: string) =>
    (
      await request(
        'GET',
        `${issuePath(key)}/transitions?expand=transitions.fields`,
        z.object({ transitions: z.array(transitionSchema) }),
      )
    ).transitions,
  transition: (key: string, id: string, fields: Record<string, unknown>) =>
    command('POST', `${issuePath(key)}/transitions`, {
      transition: { id },
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
    }),
  /** A call that an app's page makes through requestJira: the raw answer belongs to the page. */
  raw: (path: string, init: RequestInit) => fetch(path, init),
};

/** Plain text as an ADF document: a paragraph per line that is not empty. */
function documentOf(text: string) {
  const paragraphs = text.split('\n').filter((line) => line.trim() !== '');
  return {
    type: 'doc',
    version: 1,
    content: paragraphs.map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] })),
  };
}
