/**
 * Runs one invocation at a time, as a Lambda does. It supplies what the platform supplies to the app's code
 * (`__forge_fetch__`, `__forge_runtime__`, an egress-filtered `fetch`) and nothing else of this machine.
 */
import { createRequire } from 'node:module';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { EgressLimitReached, egressFetch, refuseNodeHttp } from './egress';
import type {
  ForgeTarget,
  FromWorker,
  InvokeMessage,
  PlainResponse,
  ToWorker,
  WorkerSetup,
} from './messages';
import { installShiftedDate, realNow, shiftDate } from './shifted-date';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread of the Forge host.');

const setup: WorkerSetup = workerData;
const tell = (message: FromWorker): void => port.postMessage(message);

let current: InvokeMessage | null = null;
let answered = 0;
let sent = 0;
let nextCallId = 0;
const waiting = new Map<number, (response: PlainResponse) => void>();

/** Cut off here: what the platform answered is done, what the app would have done next never happens. */
function cutOffOrGoOn(): Promise<void> {
  answered += 1;
  if (current?.killAfterCalls !== null && current?.killAfterCalls === answered) {
    tell({ kind: 'killed' });
    return new Promise(() => {});
  }
  return Promise.resolve();
}

function textOf(body: RequestInit['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  throw new TypeError('The sandbox carries text bodies to Forge and Jira, no forms, streams or bytes.');
}

async function forgeFetch(target: ForgeTarget, path: string, init: RequestInit = {}): Promise<Response> {
  init.signal?.throwIfAborted();
  nextCallId += 1;
  const callId = nextCallId;
  const body = textOf(init.body);
  const plain = await new Promise<PlainResponse>((resolve, reject) => {
    waiting.set(callId, resolve);
    init.signal?.addEventListener('abort', () => reject(init.signal?.reason), { once: true });
    tell({
      kind: 'forge-call',
      callId,
      target,
      path,
      request: {
        method: init.method ?? 'GET',
        headers: [...new Headers(init.headers).entries()],
        body,
      },
    });
  });
  await cutOffOrGoOn();
  const hasBody = plain.status !== 204 && plain.status !== 304;
  return new Response(hasBody ? plain.body : null, {
    status: plain.status,
    statusText: plain.statusText,
    headers: plain.headers,
  });
}

const noMetrics = {
  counter: () => ({ incr: () => {}, decr: () => {} }),
  timing: () => ({ measure: () => ({ stop: () => {} }) }),
  gauge: () => ({ set: () => {} }),
};

function runtimeOf(invocation: InvokeMessage): Record<string, unknown> {
  return {
    appContext: invocation.appContext,
    contextAri: invocation.contextAri,
    allowedEgress: setup.egress,
    lambdaContext: {
      awsRequestId: invocation.invocationId,
      getRemainingTimeInMillis: () => Math.max(0, invocation.deadline - realNow()),
    },
    metrics: noMetrics,
    tracing: { traceId: invocation.invocationId, spanId: invocation.invocationId.slice(0, 16) },
    proxy: {},
    rawContext: {},
  };
}

function supplyPlatform(): void {
  const realFetch = globalThis.fetch;
  const filtered = egressFetch(setup, realFetch, (host) => {
    sent += 1;
    const limit = current?.egressRequests ?? 0;
    if (sent > limit) throw new EgressLimitReached(limit);
    tell({ kind: 'external', host });
  });
  Object.assign(globalThis, {
    __forge_fetch__: forgeFetch,
    fetch: async (...args: Parameters<typeof fetch>) => {
      const response = await filtered(...args);
      await cutOffOrGoOn();
      return response;
    },
  });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    console[level] = (...args: unknown[]) => tell({ kind: 'log', level, text: format(...args) });
  }
  console.log = console.info;
  refuseNodeHttp();
}

/** Finds `index.someHandler` in the bundle. */
function handlerNamed(name: string): (...args: unknown[]) => unknown {
  const exports: Record<string, unknown> = createRequire(setup.bundle)(setup.bundle);
  const exported = exports[name.slice(name.indexOf('.') + 1)];
  if (typeof exported !== 'function') throw new Error(`src/index.ts exports no handler ${name}`);
  return (...args) => exported(...args);
}

async function invoke(invocation: InvokeMessage): Promise<void> {
  current = invocation;
  answered = 0;
  sent = 0;
  shiftDate(invocation.clockOffset);
  Object.assign(globalThis, { __forge_runtime__: runtimeOf(invocation) });
  try {
    const value = await handlerNamed(invocation.handler)(...invocation.args);
    tell({ kind: 'returned', value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'threw', name: known.name, message: known.message, stack: known.stack ?? '' });
  }
}

installShiftedDate();
supplyPlatform();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'invoke') {
    void invoke(message);
    return;
  }
  waiting.get(message.callId)?.(message.response);
  waiting.delete(message.callId);
});
tell({ kind: 'ready' });
