import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import { json } from '../../../sandbox/forge/answer';
import { noCounts } from '../../../sandbox/forge/counters';
import { asyncEventOf, deliveryOf } from '../../../sandbox/forge/events/async-event';
import { EventQueue } from '../../../sandbox/forge/events/queue';
import { DOCUMENTED_LIMITS } from '../../../sandbox/forge/limits';
import type { PlainResponse } from '../../../sandbox/forge/runtime/messages';
import type { InvocationEnd } from '../../../sandbox/forge/runtime/worker-pool';
import type { Clock } from './clock';

/** What goes wrong with one invocation, once. */
export type InvocationFault =
  /** Cut off after so many answers from outside: what was answered is done, what would come next never happens. */
  | { kind: 'cut-off'; after: number }
  /** The nth statement is refused, or was carried out and its answer lost. */
  | { kind: 'sql-fails'; nth: number; done: boolean };

export const FUNCTIONS = ['schedule-scan', 'scan-work-item', 'sync-tickets'] as const;
export type FunctionKey = (typeof FUNCTIONS)[number] | 'on-issue-event' | 'a-page';

interface Invocation {
  functionKey: FunctionKey;
  startedAt: number;
  fault: InvocationFault | null;
  answers: number;
  statements: number;
  isDead: boolean;
  cutOff(): void;
}

/** Background functions run 900 s, as manifest.yml says. */
const INVOCATION_MS = 900_000;
/** A call to the outside takes that long. */
const CALL_MS = 20;
/** Longer waits are for what never comes: deadlines of readers that answer at once. */
const LONGEST_WAIT_MS = 60_000;

const running = new AsyncLocalStorage<Invocation>();

export interface PlatformApp {
  appId: string;
  environmentId: string;
}

interface ForgeTarget {
  remote?: string;
  type?: string;
}

/** As much of a Response as the @forge packages look at: real ones are streams, which take longer than the database. */
class PlainAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly #body: string;

  constructor({ status, statusText = '', headers = [], body = '' }: PlainResponse) {
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    this.#body = body ?? '';
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  async text(): Promise<string> {
    return this.#body;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body);
  }
}

const DATABASE_GONE = json(500, {
  code: 'SQL_EXECUTION_ERROR',
  message: 'The database is gone for a moment.',
});

type ForgeFetch = (target: ForgeTarget, path: string, init?: RequestInit) => Promise<PlainAnswer | Response>;

/** The handlers that consume the queues. */
type Consumers = Record<'scan-queue' | 'ticket-queue', (event: Record<string, unknown>) => Promise<unknown>>;

interface Options {
  clock: Clock;
  app: PlatformApp;
  /** Forge SQL and KVS. */
  storage(target: ForgeTarget, path: string, body: string): Promise<PlainResponse>;
  jira(path: string, init?: RequestInit): Promise<Response>;
  consumers: Consumers;
}

/**
 * Forge on one thread: runs the app's handlers, answers what the @forge packages ask, delivers events at least once, and
 * breaks invocations off. Time is the clock's: it passes with every call, and at once where the app waits.
 */
export class Platform {
  readonly #options: Options;
  readonly #queue: EventQueue;
  /** Each strikes one of the next invocations of its function. */
  #faults: { functionKey: FunctionKey; fault: InvocationFault; skip: number }[] = [];
  #struck = 0;

  constructor(options: Options) {
    this.#options = options;
    const { clock } = options;
    this.#queue = new EventQueue({
      limits: DOCUMENTED_LIMITS,
      counters: noCounts,
      queues: new Set(['scan-queue', 'ticket-queue']),
      longQueues: new Set(['scan-queue', 'ticket-queue']),
      deliver: async (event) => {
        const isScan = event.queueName === 'scan-queue';
        const handler = options.consumers[isScan ? 'scan-queue' : 'ticket-queue'];
        const { retentionHours, retryDataBytes } = DOCUMENTED_LIMITS;
        const given = asyncEventOf(event, retentionHours, clock.now());
        const end = await this.invoke(isScan ? 'scan-work-item' : 'sync-tickets', () => handler(given));
        return deliveryOf(end, retryDataBytes);
      },
      now: clock.now,
      advanceClock: (milliseconds) => clock.advance(milliseconds),
      file: null,
    });
  }

  set deliverTwice(twice: boolean) {
    this.#queue.disturbance = { twice };
  }

  /** Breaks the next invocation of the function, or a later one. */
  breakNext(functionKey: FunctionKey, fault: InvocationFault, skip = 0): void {
    this.#faults.push({ functionKey, fault, skip });
  }

  /** What has not struck by now never will. Answers how many faults did. */
  mend(): number {
    this.#faults = [];
    this.#queue.disturbance = {};
    const struck = this.#struck;
    this.#struck = 0;
    return struck;
  }

  /** Delivers events, and what they cause, until none is left that can be delivered. */
  drain(): Promise<number> {
    return this.#queue.drain('all');
  }

  /** Runs a handler as Forge does; how it ended is returned, never thrown. */
  async invoke(functionKey: FunctionKey, handler: () => Promise<unknown>): Promise<InvocationEnd> {
    let cutOff = (): void => {};
    const wasCutOff = new Promise<InvocationEnd>((resolve) => {
      cutOff = () => resolve({ kind: 'cut-off', reason: 'FUNCTION_TIME_OUT' });
    });
    const invocation: Invocation = {
      functionKey,
      startedAt: this.#options.clock.now(),
      fault: this.#takeFault(functionKey),
      answers: 0,
      statements: 0,
      isDead: false,
      cutOff,
    };
    const ended = running.run(invocation, async (): Promise<InvocationEnd> => {
      try {
        return { kind: 'returned', value: await handler() };
      } catch (error) {
        const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
        return { kind: 'threw', name, message, stack };
      }
    });
    return Promise.race([ended, wasCutOff]);
  }

  /** A call to the outside that needs no answer of the platform: it takes time, and may be the invocation's last. */
  async call<Answer>(answer: Answer): Promise<Answer> {
    await this.#answered();
    return answer;
  }

  /** Takes the place of what Forge supplies, until `uninstall`. */
  install(): void {
    Reflect.set(globalThis, '__forge_fetch__', this.#fetch);
    const { appId, environmentId } = this.#options.app;
    const remaining = () => {
      const startedAt = running.getStore()?.startedAt ?? this.#options.clock.now();
      return Math.max(0, INVOCATION_MS - (this.#options.clock.now() - startedAt));
    };
    Reflect.set(globalThis, '__forge_runtime__', {
      appContext: { appId, environmentId, permissions: { scopes: [], external: {} } },
      contextAri: 'ari:cloud:jira::site/model',
      allowedEgress: [],
      lambdaContext: { awsRequestId: 'model', getRemainingTimeInMillis: remaining },
      metrics: {
        counter: () => ({ incr: () => {}, decr: () => {} }),
        timing: () => ({ measure: () => ({ stop: () => {} }) }),
        gauge: () => ({ set: () => {} }),
      },
      tracing: { traceId: 'model', spanId: 'model' },
      proxy: {},
      rawContext: {},
    });
    this.#skipWaits();
  }

  uninstall(): void {
    this.#queue.stop();
    Reflect.deleteProperty(globalThis, '__forge_fetch__');
    Reflect.deleteProperty(globalThis, '__forge_runtime__');
    vi.unstubAllGlobals();
  }

  #takeFault(functionKey: FunctionKey): InvocationFault | null {
    const mine = this.#faults.filter((one) => one.functionKey === functionKey);
    const strikes = mine.find(({ skip }) => skip === 0);
    for (const one of mine) if (one.skip > 0) one.skip -= 1;
    this.#faults = this.#faults.filter((one) => one !== strikes);
    return strikes?.fault ?? null;
  }

  readonly #fetch: ForgeFetch = async (target, path, init) => {
    await this.#alive();
    const response = await this.#answer(target, path, init);
    await this.#answered();
    return response;
  };

  async #answer(...[target, path, init]: Parameters<ForgeFetch>): Promise<PlainAnswer | Response> {
    const { storage, jira } = this.#options;
    if (target.remote === 'jira') return jira(path, init);
    const body = String(init?.body ?? '{}');
    // What the platform does is no part of the invocation: it has timers of its own.
    if (target.remote === 'stargate')
      return new PlainAnswer(running.exit(() => this.#queue.handle(path, body, 'model')));
    const fault = this.#sqlFault(target);
    if (fault !== null && !fault.done) return new PlainAnswer(DATABASE_GONE);
    const answer = await running.exit(() => storage(target, path, body));
    return new PlainAnswer(fault === null ? answer : DATABASE_GONE);
  }

  /** What is wrong with the statement; null when nothing is. */
  #sqlFault({ remote }: ForgeTarget): { done: boolean } | null {
    const invocation = running.getStore();
    if (remote !== 'sql' || invocation === undefined) return null;
    invocation.statements += 1;
    const { fault, statements } = invocation;
    if (fault?.kind !== 'sql-fails' || fault.nth !== statements) return null;
    this.#struck += 1;
    return fault;
  }

  /** Never goes on in an invocation that was cut off. */
  async #alive(): Promise<void> {
    if (running.getStore()?.isDead) await new Promise(() => {});
  }

  async #answered(): Promise<void> {
    const invocation = running.getStore();
    if (invocation === undefined) return;
    this.#options.clock.advance(CALL_MS);
    invocation.answers += 1;
    if (invocation.fault?.kind === 'cut-off' && invocation.answers === invocation.fault.after) {
      this.#struck += 1;
      invocation.isDead = true;
      invocation.cutOff();
    }
    await this.#alive();
  }

  /** Whatever the app waits for is over at once, on its clock. */
  #skipWaits(): void {
    const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
    const { clock } = this.#options;
    vi.stubGlobal(
      'setTimeout',
      (work: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
        if (running.getStore() === undefined) return realSet(work, milliseconds, ...given);
        const wait = new SkippedWait();
        if (milliseconds < LONGEST_WAIT_MS)
          setImmediate(() => {
            if (wait.isCancelled) return;
            clock.advance(milliseconds);
            work(...given);
          });
        return wait;
      },
    );
    vi.stubGlobal('clearTimeout', (handle: unknown) => {
      if (handle instanceof SkippedWait) handle.isCancelled = true;
      else Reflect.apply(realClear, globalThis, [handle]);
    });
  }
}

class SkippedWait {
  isCancelled = false;
}
