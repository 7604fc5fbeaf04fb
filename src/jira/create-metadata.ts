import { route } from '@forge/api';
import { z } from 'zod';
import type { ScreenField } from '../tickets/ports';
import type { JiraClient } from './client';
import { JiraError } from './jira-error';
import { fieldMetadataSchema, screenFieldOf } from './screen-field';

const issueTypeSchema = z.object({
  id: z.string(),
  name: z.string(),
  subtask: z.boolean().optional(),
});
export type JiraIssueType = z.infer<typeof issueTypeSchema>;

/** Jira Cloud answers `issueTypes`; its OpenAPI description also names `createMetaIssueType`. */
const issueTypePageSchema = z
  .object({
    issueTypes: z.array(issueTypeSchema).optional(),
    createMetaIssueType: z.array(issueTypeSchema).optional(),
    total: z.number().optional(),
  })
  .transform((page) => ({ rows: page.issueTypes ?? page.createMetaIssueType ?? [], total: page.total }));

const createFieldSchema = fieldMetadataSchema.extend({ fieldId: z.string() });

const createFieldPageSchema = z
  .object({
    fields: z.array(createFieldSchema).optional(),
    results: z.array(createFieldSchema).optional(),
    total: z.number().optional(),
  })
  .transform((page) => ({ rows: page.fields ?? page.results ?? [], total: page.total }));

const PAGE_SIZE = 100;
/** No project has ten thousand issue types or fields. */
const MOST_PAGES = 100;

/** The issue types in which the client's user can create issues in the project, sub-tasks left out. */
export async function getIssueTypes(jira: JiraClient, projectKeyOrId: string): Promise<JiraIssueType[]> {
  const types = await allPages((startAt) =>
    jira.request({
      method: 'GET',
      path: route`/rest/api/3/issue/createmeta/${projectKeyOrId}/issuetypes?startAt=${startAt}&maxResults=${PAGE_SIZE}`,
      answer: issueTypePageSchema,
    }),
  );
  return types.filter((type) => !type.subtask);
}

/** The fields on the create screen of the issue type in the project. */
export async function getCreateFields(
  jira: JiraClient,
  projectKeyOrId: string,
  issueTypeId: string,
): Promise<ScreenField[]> {
  const fields = await allPages((startAt) =>
    jira.request({
      method: 'GET',
      path: route`/rest/api/3/issue/createmeta/${projectKeyOrId}/issuetypes/${issueTypeId}?startAt=${startAt}&maxResults=${PAGE_SIZE}`,
      answer: createFieldPageSchema,
    }),
  );
  return fields.map((field) => screenFieldOf(field.fieldId, field));
}

async function allPages<T>(
  page: (startAt: number) => Promise<{ rows: T[]; total: number | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    const { rows, total } = await page(all.length);
    all.push(...rows);
    if (rows.length === 0 || total === undefined || all.length >= total) return all;
  }
  throw new JiraError('GET /rest/api/3/issue/createmeta', 0, ['Its pages have no end.']);
}
