import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, type Sandbox } from './answer';
import type { Estate } from './estate/estate';
import { Faults } from './faults';
import { type Credentials, Sessions } from './sessions';
import type { WireRequest } from './wire/http';
import { World } from './world';

export type { Estate } from './estate/estate';
export { loadEstate } from './estate/load-estate';
export { applyTimeline } from './estate/timeline';
export { type Fault, type FaultRule, Faults } from './faults';

const DEFAULT_PAGE_SIZE = 10;
const MAX_BODY_BYTES = 1_000_000;

export interface AwsSandbox {
  url: string;
  /** How often each operation was called since the start or the last reset: `{ 'ec2:DescribeVolumes': 3 }`. */
  calls(): Record<string, number>;
  /** The same by the region that was asked. */
  callsByRegion(): Record<string, Record<string, number>>;
  resetCalls(): void;
  faults: Faults;
  /** Test seam: the temporary credentials that STS has given out, expired or not. */
  sessions(): Credentials[];
  /** Test seam: makes a change once so many more calls have been answered. */
  afterCalls(calls: number, change: () => void): void;
  close(): Promise<void>;
}

export interface AwsSandboxOptions {
  estate: Estate;
  /** 0, the default, takes any free port. */
  port?: number;
  /** The sandbox's clock, milliseconds since 1970: sessions expire and the timeline advances by it. */
  now?: () => number;
  /** When the estate's time began, milliseconds since 1970; now() at the start when absent. */
  startedAt?: number;
  /** No page of a list is longer than this. */
  pageSize?: number;
}

/** Starts AWS on 127.0.0.1. Rejects when the port is taken. */
export async function startAwsSandbox(options: AwsSandboxOptions): Promise<AwsSandbox> {
  const now = options.now ?? Date.now;
  const counts = new Map<string, Map<string, number>>();
  let awaited: { calls: number; change: () => void } | null = null;
  const sandbox: Sandbox = {
    world: new World(options.estate, options.startedAt ?? now(), now, options.pageSize ?? DEFAULT_PAGE_SIZE),
    sessions: new Sessions(),
    faults: new Faults(),
    count(operation, region) {
      const ofRegion = counts.get(region) ?? new Map<string, number>();
      counts.set(region, ofRegion.set(operation, (ofRegion.get(operation) ?? 0) + 1));
      if (awaited === null || awaited.calls-- > 0) return;
      const { change } = awaited;
      awaited = null;
      change();
    },
  };
  const server = createServer((incoming, outgoing) => {
    serve(sandbox, incoming, outgoing).catch((error: unknown) => {
      console.error('the AWS sandbox could not answer', incoming.method, incoming.url, error);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the AWS sandbox has no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => {
      const sums: Record<string, number> = {};
      for (const ofRegion of counts.values())
        for (const [operation, calls] of ofRegion) sums[operation] = (sums[operation] ?? 0) + calls;
      return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => a.localeCompare(b)));
    },
    callsByRegion: () =>
      Object.fromEntries([...counts].map(([region, ofRegion]) => [region, Object.fromEntries(ofRegion)])),
    resetCalls: () => counts.clear(),
    faults: sandbox.faults,
    sessions: () => sandbox.sessions.all(),
    afterCalls(calls, change) {
      awaited = { calls, change };
    },
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function serve(sandbox: Sandbox, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  const response = await answer(sandbox, request, randomUUID());
  if (response === 'reset') {
    incoming.socket.destroy();
    return;
  }
  // By the sandbox's clock: the SDK takes any other for a skewed clock, and tries what failed again.
  const date = new Date(sandbox.world.now()).toUTCString();
  outgoing.writeHead(response.status, { date, ...response.headers });
  outgoing.end(request.method === 'HEAD' ? undefined : response.body);
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Error(`a request body is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(bytes);
  }
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.concat(chunks),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
