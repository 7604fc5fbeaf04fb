import type { z } from 'zod';
import type { Caller, Site } from '../context';
import { invalidPayload, issueNotFound, JiraError, projectNotFound } from '../errors';
import type { Issue, Project } from '../store/model';

export interface Answer {
  status: 200 | 201 | 204 | 400;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as an image, in place of a body. */
  svg?: string;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

/** One REST call on its way through a handler. */
export class Call {
  constructor(
    readonly site: Site,
    readonly caller: Caller,
    private readonly params: Record<string, string>,
    readonly query: URLSearchParams,
    private readonly rawBody: unknown,
  ) {}

  /** A parameter of the path. */
  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route has no path parameter ${name}`);
    return value;
  }

  /** @throws JiraError 400 in Jira's words when the body is not what the call takes */
  body<T>(schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(this.rawBody);
    if (!parsed.success) throw invalidPayload();
    return parsed.data;
  }

  /** A comma-separated parameter, which may also be repeated. */
  list(name: string): string[] {
    return this.query
      .getAll(name)
      .flatMap((value) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.query.get(name);
    return value === null ? otherwise : value === 'true';
  }

  /** @throws JiraError 400 when the parameter is not a whole number of zero or more */
  number(name: string, otherwise: number): number {
    const value = this.query.get(name);
    if (value === null || value === '') return otherwise;
    if (!/^\d+$/.test(value)) throw new JiraError(400, [`Parameter '${name}' has to be a whole number.`]);
    return Number(value);
  }

  /** @throws JiraError 404 when the project does not exist or the caller may not see it */
  project(idOrKey: string): Project {
    const project = this.site.store.project(idOrKey);
    if (!project || !this.site.permissions.has(this.caller.accountId, 'BROWSE_PROJECTS', project)) {
      throw projectNotFound(idOrKey);
    }
    return project;
  }

  /** @throws JiraError 404 when the issue does not exist or the caller may not see it: Jira tells neither apart */
  issue(idOrKey: string): Issue {
    const issue = this.site.store.issue(idOrKey);
    if (!issue || !this.site.permissions.canBrowse(this.caller.accountId, issue)) throw issueNotFound();
    return issue;
  }

  /** One page in Jira's older paging (startAt, maxResults). */
  page<T>(all: T[], path: string, limits: { byDefault: number; most: number }) {
    const startAt = this.number('startAt', 0);
    const maxResults = Math.min(this.number('maxResults', limits.byDefault), limits.most);
    const values = all.slice(startAt, startAt + maxResults);
    const isLast = startAt + values.length >= all.length;
    const address = (from: number) => {
      const query = new URLSearchParams(this.query);
      query.set('startAt', String(from));
      query.set('maxResults', String(maxResults));
      return `${this.site.baseUrl}/rest/api/3${path}?${query}`;
    };
    return {
      self: address(startAt),
      ...(isLast ? {} : { nextPage: address(startAt + maxResults) }),
      maxResults,
      startAt,
      total: all.length,
      isLast,
      values,
    };
  }
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As Jira's OpenAPI description writes it, after /rest/api/3. */
  path: string;
  handle: (call: Call) => Answer;
}

export const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  path,
  handle,
});
