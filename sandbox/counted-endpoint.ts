import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { serviceFor } from './aws/services/index';
import type { WireRequest } from './aws/wire/http';
import { locate } from './aws/wire/location';

export interface CountedEndpoint {
  url: string;
  /** How often each operation was called since the start or the last reset: `{ 'ec2:DescribeVolumes': 3 }`. */
  calls(): Record<string, number>;
  resetCalls(): void;
  close(): Promise<void>;
}

/**
 * Stands before an AWS-compatible endpoint of somebody else and counts what is asked of it, for the app's own count stays
 * inside its invocations. Requests and answers pass unchanged.
 * @param target address of the endpoint, http or https
 */
export async function startCountedEndpoint(target: string): Promise<CountedEndpoint> {
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    // The caller sees a connection that broke, as it would without anything in between, and says so.
    pass(incoming, outgoing, target, counts).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the endpoint has no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
    resetCalls: () => counts.clear(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  counts: Map<string, number>,
): Promise<void> {
  const body = await readBody(incoming);
  // The Host header stays: it is part of what the caller signed.
  const { connection: _hop, ...headers } = incoming.headers;
  const operation = operationOf(incoming, headers, body);
  counts.set(operation, (counts.get(operation) ?? 0) + 1);

  const url = new URL(target);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  await new Promise<void>((resolve, reject) => {
    const onward = send(
      {
        hostname: url.hostname,
        port: url.port,
        method: incoming.method,
        path: url.pathname.replace(/\/$/, '') + (incoming.url ?? '/'),
        headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on('end', resolve);
        answer.on('error', reject);
      },
    );
    onward.on('error', reject);
    onward.end(body);
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** `ec2:DescribeVolumes`; `s3:unknown` where the request does not tell. */
function operationOf(incoming: IncomingMessage, headers: IncomingMessage['headers'], body: Buffer): string {
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
  const request: WireRequest = {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : (value ?? ''),
      ]),
    ),
    body,
  };
  const location = locate(request);
  const named = location && serviceFor(location.service, request)?.protocol.identify(request)?.name;
  return `${location?.service ?? 'unknown'}:${named ?? 'unknown'}`;
}
