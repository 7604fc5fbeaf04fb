import { type Counters, jiraRoute } from './counters';
import type { ForgeTarget, PlainRequest, PlainResponse } from './runtime/messages';

interface Options {
  baseUrl: string;
  scopes: Set<string>;
  authorization(provider: 'app' | 'user', accountId?: string): Record<string, string>;
  counters: () => Counters;
}

const READS_BY_POST = [
  '/rest/api/3/search/jql',
  '/rest/api/3/search/approximate-count',
  '/rest/api/3/permissions/check',
];

/** The classic scope that a call needs; coarse, as the classic scopes are. */
function scopeOf(method: string, path: string): string {
  const [bare = path] = path.split('?');
  if (/^\/rest\/api\/3\/(user|users|group|groupuserpicker|myself)(\/|$)/.test(bare)) return 'read:jira-user';
  return method === 'GET' || READS_BY_POST.includes(bare) ? 'read:jira-work' : 'write:jira-work';
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
  options: Options,
): Promise<PlainResponse> {
  const counters = options.counters();
  counters.jiraCalls += 1;
  const route = jiraRoute(request.method, path);
  counters.jiraCallsByRoute[route] = (counters.jiraCallsByRoute[route] ?? 0) + 1;

  const scope = scopeOf(request.method, path);
  if (!options.scopes.has(scope)) {
    const body = JSON.stringify({ code: 401, message: `Unauthorized; scope does not match: needs ${scope}` });
    return { status: 401, statusText: 'Unauthorized', headers: [['content-type', 'application/json']], body };
  }
  const accountId = target.accountId ?? invokedBy ?? undefined;
  if (target.provider === 'user' && accountId === undefined)
    return platformError(401, 'NEEDS_AUTHENTICATION_ERR');
  const response = await fetch(new URL(path, options.baseUrl), {
    method: request.method,
    headers: [
      ...request.headers.filter(([name]) => name !== 'host' && name !== 'content-length'),
      ...Object.entries(options.authorization(target.provider === 'user' ? 'user' : 'app', accountId)),
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
