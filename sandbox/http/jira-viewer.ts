import type { Hono } from 'hono';
import { z } from 'zod';

const issueSchema = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.object({
    project: z.object({ id: z.string(), key: z.string(), projectTypeKey: z.string().default('software') }),
    issuetype: z.object({ id: z.string(), name: z.string() }),
  }),
});
const projectSchema = z.object({
  id: z.string(),
  key: z.string(),
  projectTypeKey: z.string().default('software'),
});
const permissionsSchema = z.object({
  permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })),
});

export type ViewedIssue = z.infer<typeof issueSchema>;
export type ViewedProject = z.infer<typeof projectSchema>;

/** What one person sees of Jira, asked of its REST API as that person, so that Jira itself decides. */
export class JiraViewer {
  readonly #rest: Hono;
  readonly #accountId: string;

  constructor(rest: Hono, accountId: string) {
    this.#rest = rest;
    this.#accountId = accountId;
  }

  /** @returns null when there is no such issue or the person may not see it */
  async issue(key: string): Promise<ViewedIssue | null> {
    return this.#get(`/issue/${encodeURIComponent(key)}?fields=project,issuetype`, issueSchema);
  }

  /** @returns null when there is no such project or the person may not see it */
  async project(key: string): Promise<ViewedProject | null> {
    return this.#get(`/project/${encodeURIComponent(key)}`, projectSchema);
  }

  async isJiraAdmin(): Promise<boolean> {
    const answer = await this.#get('/mypermissions?permissions=ADMINISTER', permissionsSchema);
    return answer?.permissions['ADMINISTER']?.havePermission ?? false;
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const response = await this.#rest.request(`/rest/api/3${path}`, {
      headers: { 'x-sandbox-account': this.#accountId },
    });
    return response.ok ? schema.parse(await response.json()) : null;
  }
}
