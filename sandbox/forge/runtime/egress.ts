import http from 'node:http';
import https from 'node:https';
import { EgressFilteringService } from '@forge/egress';
import type { WorkerSetup } from './messages';

const AWS_HOST = /(^|\.)amazonaws\.com$/;

/**
 * How Forge refuses an address that the manifest does not list: name, status and words of
 * ExternalEndpointNotAllowedError in @forge/api.
 */
export class EgressRefused extends Error {
  readonly status = 403;

  constructor(url: string) {
    super(
      `URL not included in the external fetch backend permissions: ${url}. Visit go.atlassian.com/forge-egress for more information.`,
    );
    this.name = 'REQUEST_EGRESS_ALLOWLIST_ERR';
  }
}

/** More requests than one invocation may make; the platform's own words are not documented. */
export class EgressLimitReached extends Error {
  constructor(limit: number) {
    super(
      `This invocation made ${limit} requests to the outside, the most that its timeout allows: 100 per minute, rounded up (developer.atlassian.com/platform/forge/limits-invocation).`,
    );
    this.name = 'FUNCTION_FETCH_ERR';
  }
}

/** Where a call for AWS goes in the sandbox: the local endpoint. */
export function redirectToLocalAws(asked: URL, endpoint: string): URL {
  const url = new URL(endpoint);
  url.pathname = asked.pathname;
  url.search = asked.search;
  return url;
}

/** The endpoint that AWS_ENDPOINT_URL names stands for *.amazonaws.com, so it passes where those pass. */
function isNamedEndpoint(url: string, { aws }: WorkerSetup): boolean {
  return aws?.addressing === 'path' && new URL(url).origin === new URL(aws.endpoint).origin;
}

/**
 * The global `fetch` of an invocation: what manifest.yml allows passes, and in the sandbox AWS is next door.
 * @param admit told the host of each request that the manifest allows; throws when the invocation had its share
 */
export function egressFetch(
  setup: WorkerSetup,
  realFetch: typeof fetch,
  admit: (host: string) => void,
): typeof fetch {
  const filter = new EgressFilteringService(setup.egress);
  return async (input, init) => {
    const request = new Request(input, init);
    const isNamed = isNamedEndpoint(request.url, setup);
    if (!isNamed && !filter.isValidUrl(request.url)) throw new EgressRefused(request.url);
    const asked = new URL(request.url);
    admit(asked.host);
    const signal = AbortSignal.any([
      request.signal,
      AbortSignal.timeout(setup.outboundRequestSeconds * 1000),
    ]);
    if (isNamed) return realFetch(request, { signal });
    if (setup.aws === null || !AWS_HOST.test(asked.hostname)) {
      const response = await realFetch(request, { signal });
      // A redirect is a request of its own to whoever it leads to.
      if (!filter.isValidUrl(response.url)) throw new EgressRefused(response.url);
      return response;
    }
    const url = redirectToLocalAws(asked, setup.aws.endpoint);
    const headers = new Headers(request.headers);
    // fetch sets Host itself.
    headers.set('x-forwarded-host', asked.host);
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
    return realFetch(url, { method: request.method, headers, body, signal });
  };
}

/** Closes the way around `fetch`: Node's own HTTP clients know nothing of the manifest. */
export function refuseNodeHttp(): void {
  const refuse = (): never => {
    throw new Error(
      "The sandbox lets requests out through the global fetch only, where the manifest's egress list applies.",
    );
  };
  for (const client of [http, https]) Object.assign(client, { request: refuse, get: refuse });
}
