import { EgressFilteringService } from '@forge/egress';
import type { WorkerSetup } from './messages';

const AWS_HOST = /(^|\.)amazonaws\.com$/;

/** How Forge refuses an address that the manifest does not list. */
export class ExternalFetchRefused extends Error {
  constructor(host: string) {
    super(
      `Permission denied: the app is not allowed to fetch ${host}; list it under permissions.external.fetch.backend`,
    );
    this.name = 'ExternalEndpointNotAllowedError';
  }
}

interface Redirect {
  url: URL;
  /** The host that the app asked for, to be sent as Host. */
  host: string;
}

/** Where a call for AWS goes in the sandbox: the local endpoint, with the host that was asked for in its headers. */
export function redirectToLocalAws(asked: URL, endpoint: string): Redirect {
  const url = new URL(endpoint);
  url.pathname = asked.pathname;
  url.search = asked.search;
  return { url, host: asked.hostname };
}

/**
 * The global `fetch` of an invocation: what manifest.yml allows passes, and in the sandbox AWS is next door.
 * @param onRequest told the host of each request that passed
 */
export function egressFetch(
  setup: WorkerSetup,
  realFetch: typeof fetch,
  onRequest: (host: string) => void,
): typeof fetch {
  const filter = new EgressFilteringService(setup.egress);
  return async (input, init) => {
    const request = new Request(input, init);
    if (isNamedEndpoint(request.url, setup)) {
      onRequest(new URL(request.url).host);
      return realFetch(request);
    }
    if (!filter.isValidUrl(request.url)) throw new ExternalFetchRefused(new URL(request.url).host);
    const asked = new URL(request.url);
    onRequest(asked.host);
    if (setup.aws === null || !AWS_HOST.test(asked.hostname)) return realFetch(request);
    const { url, host } = redirectToLocalAws(asked, setup.aws.endpoint);
    const headers = new Headers(request.headers);
    headers.set('host', host);
    headers.set('x-forwarded-host', asked.host);
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
    return realFetch(url, { method: request.method, headers, body, signal: request.signal });
  };
}

/** The endpoint that AWS_ENDPOINT_URL names stands for *.amazonaws.com, so it passes where those pass. */
function isNamedEndpoint(url: string, { aws }: WorkerSetup): boolean {
  return aws?.addressing === 'path' && new URL(url).origin === new URL(aws.endpoint).origin;
}
