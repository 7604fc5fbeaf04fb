import { type Counters, jiraRoute } from './counters';
import type { ForgeTarget, PlainRequest, PlainResponse } from './runtime/messages';

/** Where Jira is, and how the app shows there who calls. */
export interface JiraSite {
  baseUrl: string;
  scopes: Set<string>;
  authorization(provider: 'app' | 'user', accountId?: string): Record<string, string>;
  counters: () => Counters;
  heard: JiraListener;
}

/** Hears a request as the app made it, before it is sent or refused; the path with its query. */
export type JiraListener = (path: string, request: PlainRequest) => void;

const READS_BY_POST = new Set([
  '/rest/api/3/search/jql',
  '/rest/api/3/search/approximate-count',
  '/rest/api/3/issue/bulkfetch',
  '/rest/api/3/jql/parse',
  '/rest/api/3/permissions/project',
]);
const NEEDS_NO_SCOPE = /^\/rest\/api\/3\/(permissions\/check$|app\/field\/)/;
const ABOUT_PEOPLE = /^\/rest\/api\/3\/(user|users|group|groups|groupuserpicker|myself)(\/|$)/;

/** The classic scope that a call needs, as Jira's API description says; null for those that need none. */
export function scopeOf(method: string, path: string): string | null {
  const [bare = path] = path.split('?');
  if (NEEDS_NO_SCOPE.test(bare)) return null;
  if (ABOUT_PEOPLE.test(bare)) return 'read:jira-user';
  return method === 'GET' || READS_BY_POST.has(bare) ? 'read:jira-work' : 'write:jira-work';
}

function platformError(status: number, reason: string): PlainResponse {
  return { status, statusText: reason, headers: [['forge-proxy-error', reason]], body: '' };
}

/** Carries requestJira to the site over HTTP, as whoever the app asked to be, within the manifest's scopes. */
export async function callJira(
  target: ForgeTarget,
  path: string,
  request: PlainRequest,
  invokedBy: string | null,
  options: JiraSite,
): Promise<PlainResponse> {
  const counters = options.counters();
  counters.jiraCalls += 1;
  const route = jiraRoute(request.method, path);
  counters.jiraCallsByRoute[route] = (counters.jiraCallsByRoute[route] ?? 0) + 1;
  options.heard(path, request);

  const scope = scopeOf(request.method, path);
  if (scope !== null && !options.scopes.has(scope)) {
    const body = JSON.stringify({ code: 401, message: `Unauthorized; scope does not match: needs ${scope}` });
    return { status: 401, statusText: 'Unauthorized', headers: [['content-type', 'application/json']], body };
  }
  const accountId = target.accountId ?? invokedBy ?? undefined;
  // Acting as somebody who did not invoke the function takes scopes with allowImpersonation.
  const mayActAs = accountId !== undefined && accountId === (invokedBy ?? undefined);
  if (target.provider === 'user' && !mayActAs) return platformError(401, 'NEEDS_AUTHENTICATION_ERR');
  const url = new URL(path, options.baseUrl);
  if (url.origin !== new URL(options.baseUrl).origin) return platformError(400, 'BAD_REQUEST');
  const response = await fetch(url, {
    method: request.method,
    headers: [
      ...request.headers.filter(([name]) => name !== 'host' && name !== 'content-length'),
      ...Object.entries(
        target.provider === 'user' ? options.authorization('user', accountId) : options.authorization('app'),
      ),
    ],
    body: request.body,
    redirect: 'manual',
  });
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers.entries()].filter(
      ([name]) => !/^(content-encoding|content-length|transfer-encoding)$/.test(name),
    ),
    body: await response.text(),
  };
}
