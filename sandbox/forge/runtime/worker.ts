/**
 * Runs one invocation at a time, as a Lambda does. It supplies what the platform supplies to the app's code
 * (`__forge_fetch__`, `__forge_runtime__`, an egress-filtered `fetch`) and nothing else of this machine.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { format } from 'node:util';
import { getHeapStatistics } from 'node:v8';
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

interface Invocation extends InvokeMessage {
  /** Requests to the outside so far. */
  sent: number;
  /** Answers from outside so far, the platform's included. */
  answered: number;
}

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread of the Forge host.');

const LOOK_AT_HEAP_MS = 100;
const setup: WorkerSetup = workerData;
const tell = (message: FromWorker): void => port.postMessage(message);

/** Whose code is running: what an invocation left behind goes on under its own name. */
const running = new AsyncLocalStorage<Invocation>();
const waiting = new Map<number, (response: PlainResponse) => void>();
let nextCallId = 0;

function current(): Invocation {
  const invocation = running.getStore();
  if (invocation === undefined)
    throw new Error('Forge runtime metadata not found: this runs in no invocation.');
  return invocation;
}

/** Cut off here: what was answered is done, what the app would have done next never happens. */
function cutOffOrGoOn(invocation: Invocation): Promise<void> {
  invocation.answered += 1;
  if (invocation.killAfterCalls !== invocation.answered) return Promise.resolve();
  tell({ kind: 'killed', invocationId: invocation.invocationId });
  return new Promise(() => {});
}

function textOf(body: RequestInit['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  throw new TypeError('The sandbox carries text bodies to Forge and Jira, no forms, streams or bytes.');
}

async function forgeFetch(target: ForgeTarget, path: string, init: RequestInit = {}): Promise<Response> {
  const invocation = current();
  init.signal?.throwIfAborted();
  nextCallId += 1;
  const callId = nextCallId;
  const body = textOf(init.body);
  const plain = await new Promise<PlainResponse>((resolve, reject) => {
    waiting.set(callId, resolve);
    init.signal?.addEventListener('abort', () => reject(init.signal?.reason), { once: true });
    tell({
      kind: 'forge-call',
      invocationId: invocation.invocationId,
      callId,
      target,
      path,
      request: { method: init.method ?? 'GET', headers: [...new Headers(init.headers).entries()], body },
    });
  });
  await cutOffOrGoOn(invocation);
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
  const filtered = egressFetch(setup, globalThis.fetch, (host) => {
    const invocation = current();
    invocation.sent += 1;
    if (invocation.sent > invocation.egressRequests) throw new EgressLimitReached(invocation.egressRequests);
    tell({ kind: 'external', invocationId: invocation.invocationId, host });
  });
  Object.assign(globalThis, {
    __forge_fetch__: forgeFetch,
    fetch: async (...args: Parameters<typeof fetch>) => {
      const invocation = current();
      const response = await filtered(...args);
      await cutOffOrGoOn(invocation);
      return response;
    },
  });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    console[level] = (...args: unknown[]) => {
      const invocationId = running.getStore()?.invocationId;
      if (invocationId !== undefined) tell({ kind: 'log', invocationId, level, text: format(...args) });
    };
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

async function invoke(invocation: Invocation): Promise<void> {
  const { invocationId } = invocation;
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, getHeapStatistics().used_heap_size);
  };
  const looking = setInterval(look, LOOK_AT_HEAP_MS);
  shiftDate(invocation.clockOffset);
  Object.assign(globalThis, { __forge_runtime__: runtimeOf(invocation) });
  try {
    const value = await handlerNamed(invocation.handler)(...invocation.args);
    look();
    tell({ kind: 'heap', invocationId, bytes: peak });
    const plain = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
    tell({ kind: 'returned', invocationId, value: plain });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const { name, message, stack = '' } = known;
    tell({ kind: 'threw', invocationId, name, message, stack });
  } finally {
    clearInterval(looking);
  }
}

installShiftedDate();
supplyPlatform();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'invoke') {
    const invocation: Invocation = { ...message, sent: 0, answered: 0 };
    void running.run(invocation, () => invoke(invocation));
    return;
  }
  waiting.get(message.callId)?.(message.response);
  waiting.delete(message.callId);
});
tell({ kind: 'ready' });
