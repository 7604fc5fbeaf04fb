import { EgressFilteringService } from '@forge/egress';
import type { WorkerSetup } from './messages';

const AWS_HOST = /(^|\.)amazonaws\.com$/;
const S3_VIRTUAL_HOST = /^(.+)\.(s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com)$/;
const S3_CONTROL_HOST = /^\d{12}\.(s3-control\..+)$/;

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
    if (!filter.isValidUrl(request.url)) throw new ExternalFetchRefused(new URL(request.url).host);
    const asked = new URL(request.url);
    onRequest(asked.host);
    if (setup.aws === null || !AWS_HOST.test(asked.hostname)) return realFetch(request);
    const { url, host } = redirectToLocalAws(asked, setup.aws);
    const headers = new Headers(request.headers);
    headers.set('host', host);
    headers.set('x-forwarded-host', asked.host);
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
    return realFetch(url, { method: request.method, headers, body, signal: request.signal });
  };
}
