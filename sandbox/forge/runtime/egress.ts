import http from 'node:http';
import https from 'node:https';
import { EgressFilteringService } from '@forge/egress';
import type { WorkerSetup } from './messages';

const AWS_HOST = /(^|\.)amazonaws\.com$/;
const S3_VIRTUAL_HOST = /^(.+)\.(s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com)$/;
const S3_CONTROL_HOST = /^\d{12}\.(s3-control\..+)$/;

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

interface Redirect {
  url: URL;
  /** The host that the app asked for, to be sent as Host. */
  host: string;
}

function byPath(url: URL): { host: string; path: string } {
  const bucket = S3_VIRTUAL_HOST.exec(url.hostname);
  if (bucket?.[1] !== undefined && bucket[2] !== undefined) {
    return { host: bucket[2], path: `/${bucket[1]}${url.pathname}` };
  }
  const control = S3_CONTROL_HOST.exec(url.hostname);
  return { host: control?.[1] ?? url.hostname, path: url.pathname };
}

/** Where a call for AWS goes in the sandbox: the local endpoint, with the host that was asked for in its headers. */
export function redirectToLocalAws(asked: URL, aws: NonNullable<WorkerSetup['aws']>): Redirect {
  const { host, path } =
    aws.addressing === 'path' ? byPath(asked) : { host: asked.hostname, path: asked.pathname };
  const url = new URL(aws.endpoint);
  url.pathname = path;
  url.search = asked.search;
  return { url, host };
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
    if (!filter.isValidUrl(request.url)) throw new EgressRefused(request.url);
    const asked = new URL(request.url);
    admit(asked.host);
    const signal = AbortSignal.any([
      request.signal,
      AbortSignal.timeout(setup.outboundRequestSeconds * 1000),
    ]);
    if (setup.aws === null || !AWS_HOST.test(asked.hostname)) {
      const response = await realFetch(request, { signal });
      // A redirect is a request of its own to whoever it leads to.
      if (!filter.isValidUrl(response.url)) throw new EgressRefused(response.url);
      return response;
    }
    const { url, host } = redirectToLocalAws(asked, setup.aws);
    const headers = new Headers(request.headers);
    headers.set('host', host);
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
