import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Counters, noCounts } from './counters';
import { asksForRetry, asyncEventOf, deliveryOf } from './events/async-event';
import { type EventDisturbance, EventQueue } from './events/queue';
import type { Delivery, QueuedEvent } from './events/queued-event';
import { type Identity, identityOf } from './identity';
import { type CutOff, InvocationFailed, Invoker } from './invoker';
import type { JiraListener } from './jira-proxy';
import { KvsService } from './kvs/service';
import { KvsStore } from './kvs/store';
import { DOCUMENTED_LIMITS, type PlatformLimits } from './limits';
import { type Log, Logs } from './log';
import {
  backendEgress,
  declaredTimeoutOf,
  type ParsedManifest,
  readManifest,
  resolverFunctionOf,
} from './manifest';
import { PlatformCalls } from './platform-calls';
import { type Bundles, bundleApp } from './runtime/bundle';
import { type InvocationEnd, WorkerPool } from './runtime/worker-pool';
import { openSqlEngine, type SqlEngine } from './sql';
import { type SqlFault, SqlService } from './sql/service';

export type { EventDisturbance } from './events/queue';
export { type CutOff, InvocationFailed } from './invoker';
export type { SqlFault } from './sql/service';

export interface ForgeHostOptions {
  /** The folder of manifest.yml. */
  appDir: string;
  jiraBaseUrl: string;
  /** Headers that tell the Jira sandbox who calls. */
  jiraAuthorization(provider: 'app' | 'user', accountId?: string): Record<string, string>;
  /** Where *.amazonaws.com really is; the internet when absent. */
  awsEndpoint?: string;
  /** How buckets are named to that endpoint: as the app asked, or by path for endpoints that know no host names. */
  awsAddressing?: 'as-asked' | 'path';
  sql?: { url?: string | undefined; fresh?: boolean };
  /** How long a statement is on its way, for those who measure. */
  sqlLatencyMs?: number;
  /** Keeps KVS, SQL and queues between processes; in memory when absent. */
  stateDir?: string;
  /** The sandbox's clock, which the app's own Date and the delays of events follow; deadlines go by the real one. */
  now?: () => number;
  /** Puts that clock forward, for drainQueues({ skipDelays: true }). */
  advanceClock?: (milliseconds: number) => void;
  limits?: Partial<PlatformLimits>;
  log?: Log;
  /** How many invocations may run side by side. */
  workers?: number;
  /** Of each invocation; what the manifest says when left out. */
  memoryMB?: number;
}

export interface ResolverCall {
  moduleKey: string;
  functionKey: string;
  payload: unknown;
  accountId: string | null;
  extension: Record<string, unknown>;
}

/** More people's invocations than workers: nobody's page waits for scans. */
const RESERVED_FOR_PEOPLE = 2;
const DEFAULT_WORKERS = 4;

/** A local Forge platform with one app, installed on one site. */
export class ForgeHost {
  readonly manifest: ParsedManifest;
  readonly identity: Identity;
  readonly kvs: KvsStore;
  readonly #limits: PlatformLimits;
  readonly #now: () => number;
  readonly #logs: Logs;
  readonly #sqlEngine: SqlEngine;
  readonly #sql: SqlService;
  readonly #queue: EventQueue;
  readonly #pool: WorkerPool;
  readonly #invoker: Invoker;
  readonly #bundles: Bundles;
  #counters: Counters = noCounts();
  #jiraListener: JiraListener = () => undefined;

  private constructor(
    options: ForgeHostOptions,
    manifest: ParsedManifest,
    sqlEngine: SqlEngine,
    bundles: Bundles,
  ) {
    const { stateDir, now = Date.now, log = () => undefined } = options;
    const stored = (file: string): string | null => (stateDir === undefined ? null : join(stateDir, file));
    const counters = (): Counters => this.#counters;
    this.manifest = manifest;
    this.identity = identityOf(manifest.app.id, options.jiraBaseUrl);
    this.kvs = new KvsStore(stored('kvs.json'));
    this.#limits = { ...DOCUMENTED_LIMITS, ...options.limits };
    this.#now = now;
    this.#logs = new Logs(log, this.#limits, now);
    this.#sqlEngine = sqlEngine;
    this.#bundles = bundles;
    this.#pool = this.#makePool(options);
    this.#queue = this.#makeQueue(options, stored('queues.json'));
    this.#sql = new SqlService(sqlEngine, this.#limits, counters, options.sqlLatencyMs);
    const calls = new PlatformCalls({
      kvs: new KvsService(this.kvs, this.#limits, now),
      sql: this.#sql,
      queue: this.#queue,
      jira: {
        baseUrl: options.jiraBaseUrl,
        scopes: new Set(manifest.permissions.scopes),
        authorization: options.jiraAuthorization,
        counters,
        heard: (path, request) => this.#jiraListener(path, request),
      },
      counters,
      logs: this.#logs,
    });
    this.#invoker = new Invoker({
      manifest,
      identity: this.identity,
      limits: this.#limits,
      pool: this.#pool,
      calls,
      counters,
      logs: this.#logs,
      now,
    });
  }

  #makePool({
    awsEndpoint,
    awsAddressing = 'as-asked',
    workers = DEFAULT_WORKERS,
    memoryMB = this.manifest.app.runtime.memoryMB,
  }: ForgeHostOptions): WorkerPool {
    return new WorkerPool({
      script: this.#bundles.worker,
      setup: {
        bundle: this.#bundles.app,
        egress: backendEgress(this.manifest),
        outboundRequestSeconds: this.#limits.outboundRequestSeconds,
        aws: awsEndpoint === undefined ? null : { endpoint: awsEndpoint, addressing: awsAddressing },
      },
      memoryMB,
      size: workers,
      reservedForPeople: RESERVED_FOR_PEOPLE,
      lateLog: (invocationId, level, text) => this.#logs.app(null, invocationId, level, text),
    });
  }

  #makeQueue({ advanceClock }: ForgeHostOptions, file: string | null): EventQueue {
    const { consumer } = this.manifest.modules;
    const isLong = (functionKey: string): boolean =>
      (declaredTimeoutOf(this.manifest, functionKey) ?? 0) > DOCUMENTED_LIMITS.backgroundInvocationSeconds;
    return new EventQueue({
      limits: this.#limits,
      counters: () => this.#counters,
      queues: new Set(consumer.map(({ queue }) => queue)),
      longQueues: new Set(consumer.filter((entry) => isLong(entry.function)).map(({ queue }) => queue)),
      deliver: (event) => this.#deliver(event),
      now: this.#now,
      advanceClock,
      file,
    });
  }

  /** Reads the manifest, bundles the app and opens what it stores. Throws when one of them does not work. */
  static async create(options: ForgeHostOptions): Promise<ForgeHost> {
    const manifest = readManifest(options.appDir);
    if (options.stateDir !== undefined) mkdirSync(options.stateDir, { recursive: true });
    const [bundles, sqlEngine] = await Promise.all([
      bundleApp(options.appDir),
      openSqlEngine({
        ...options.sql,
        file: options.stateDir === undefined ? null : join(options.stateDir, 'forge-sql.sqlite'),
      }),
    ]);
    return new ForgeHost(options, manifest, sqlEngine, bundles);
  }

  /** Calls a page's resolver as a person in front of it. Throws InvocationFailed. */
  async invokeResolver(call: ResolverCall): Promise<unknown> {
    const functionKey = resolverFunctionOf(this.manifest, call.moduleKey);
    if (functionKey === undefined)
      throw new Error(`manifest.yml has no page with a resolver and the key ${call.moduleKey}`);
    const { cloudId, environmentId, environmentType, siteUrl } = this.identity;
    const request = {
      call: { functionKey: call.functionKey, payload: call.payload },
      context: {
        accountId: call.accountId,
        localId: `ari:cloud:ecosystem::extension/${this.identity.appId}/${environmentId}/static/${call.moduleKey}`,
        cloudId,
        environmentId,
        environmentType,
        moduleKey: call.moduleKey,
        siteUrl,
        extension: call.extension,
      },
    };
    const { resolverRequestBytes, resolverResponseBytes } = this.#limits;
    refuseLarger(`The payload of ${call.functionKey}`, call.payload, resolverRequestBytes);
    const end = await this.#invoker.invoke({
      functionKey,
      moduleKey: call.moduleKey,
      event: request,
      accountId: call.accountId,
      forPerson: true,
      chain: null,
    });
    const answer = this.#value(functionKey, end);
    refuseLarger(`The answer of ${call.functionKey}`, answer, resolverResponseBytes);
    return answer;
  }

  /** Runs a scheduled trigger once, as its interval would. Throws InvocationFailed. */
  async runScheduledTrigger(key: string): Promise<void> {
    const trigger = this.manifest.modules.scheduledTrigger.find((candidate) => candidate.key === key);
    if (trigger === undefined) throw new Error(`manifest.yml has no scheduledTrigger with the key ${key}`);
    const end = await this.#invoker.background(trigger.function, key, { context: this.#baseContext(key) });
    const answer = this.#value(trigger.function, end);
    if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
      const text = 'The scheduled trigger returned no { statusCode }: a 424 on the platform.';
      this.#logs.platform('warn', trigger.function, text);
    }
  }

  /**
   * Tells the app of something that happened on the site: avi:jira:updated:issue and the like. Deliveries that fail, and
   * those whose function asks for it, are repeated up to four times; at once, where the platform would wait.
   */
  async deliverProductEvent(
    event: { eventType: string; selfGenerated?: boolean } & Record<string, unknown>,
  ): Promise<void> {
    const listeners = this.manifest.modules.trigger.filter(
      (trigger) =>
        trigger.events.includes(event.eventType) &&
        !(trigger.filter?.ignoreSelf === true && event.selfGenerated === true),
    );
    for (const trigger of listeners) {
      const delivered = { ...event, context: this.#baseContext(trigger.key) };
      await this.#deliverProductEvent(trigger.function, trigger.key, delivered);
    }
  }

  /** Calls a web trigger with an HTTP request as the platform hands it over. Throws InvocationFailed. */
  async invokeWebTrigger(key: string, request: Record<string, unknown>): Promise<unknown> {
    const trigger = this.manifest.modules.webtrigger.find((candidate) => candidate.key === key);
    if (trigger === undefined) throw new Error(`manifest.yml has no webtrigger with the key ${key}`);
    return this.#value(trigger.function, await this.#invoker.background(trigger.function, key, request));
  }

  /**
   * Resolves when no event waits, is delayed or runs, with the number of those that failed three times in a row: they are
   * left for their next delivery. With skipDelays the clock is put forward instead of waiting; with `pushed` only for events that
   * the app pushed with a delay, not for repetitions.
   */
  drainQueues({ skipDelays = false }: { skipDelays?: boolean | 'pushed' } = {}): Promise<number> {
    if (skipDelays === 'pushed') return this.#queue.drain('pushed');
    return this.#queue.drain(skipDelays ? 'all' : 'none');
  }

  /** Test seam: an event that the app did not push. Throws where the platform would not carry it. */
  pushEvent(queueName: string, body: Record<string, unknown>): void {
    const push = JSON.stringify({ queueName, jobId: randomUUID(), payload: [{ body }] });
    const { status, body: why } = this.#queue.handle('/webhook/queue/publish/', push, randomUUID());
    if (status !== 201) throw new Error(`The queue ${queueName} does not take the event: ${why}`);
  }

  counters(): Counters {
    return this.#counters;
  }

  resetCounters(): void {
    this.#counters = noCounts();
  }

  /** Test seam: cuts an invocation of a function off after its Nth external call; null takes it back. */
  cutOffOnce(cutOff: CutOff | null): void {
    this.#invoker.cutOffOnce = cutOff;
  }

  /** Test seam: how events are delivered otherwise than at once, once and in their order; {} takes it back. */
  disturbEvents(disturbance: EventDisturbance): void {
    this.#queue.disturbance = disturbance;
  }

  /** Test seam: statements that Forge SQL refuses, or whose answer is lost; null takes it back. */
  failSql(fault: SqlFault | null): void {
    this.#sql.fault = fault;
  }

  /** Test seam: who hears every request that the app sends to Jira from now on. */
  listenToJira(listener: JiraListener): void {
    this.#jiraListener = listener;
  }

  /** Cuts off what runs, and keeps what is stored. */
  async stop(): Promise<void> {
    this.#queue.stop();
    await this.#pool.stop();
    this.kvs.save();
    await this.#sqlEngine.close();
    this.#bundles.remove();
  }

  #baseContext(moduleKey: string): Record<string, unknown> {
    const { cloudId, installationId } = this.identity;
    return {
      cloudId,
      moduleKey,
      userAccess: { enabled: false },
      installContext: `ari:cloud:jira::site/${cloudId}`,
      installationId,
    };
  }

  #value(functionKey: string, end: InvocationEnd): unknown {
    if (end.kind === 'returned') return end.value;
    throw new InvocationFailed(functionKey, end);
  }

  async #deliverProductEvent(functionKey: string, moduleKey: string, event: object): Promise<void> {
    for (let retryCount = 0; retryCount <= this.#limits.productEventRetries; retryCount += 1) {
      const retryContext = retryCount === 0 ? {} : { retryContext: { retryCount } };
      const end = await this.#invoker.background(functionKey, moduleKey, { ...event, ...retryContext });
      if (end.kind === 'returned' && !asksForRetry(end.value)) return;
    }
  }

  async #deliver(event: QueuedEvent): Promise<Delivery> {
    const consumer = this.manifest.modules.consumer.find((candidate) => candidate.queue === event.queueName);
    if (consumer === undefined) {
      const reason = `No consumer of manifest.yml reads the queue ${event.queueName} any more.`;
      this.#logs.platform('error', null, reason);
      return { kind: 'app-failed', reason };
    }
    const end = await this.#invoker.invoke({
      functionKey: consumer.function,
      moduleKey: consumer.key,
      event: asyncEventOf(event, this.#limits.retentionHours, this.#now()),
      accountId: null,
      forPerson: false,
      chain: event.chain,
    });
    return deliveryOf(end, this.#limits.retryDataBytes);
  }
}

function refuseLarger(what: string, value: unknown, limit: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(value ?? null));
  if (bytes > limit) throw new Error(`${what} has ${bytes} bytes; Forge carries ${limit}.`);
}

/** Starts a local Forge platform for the app in `options.appDir`. */
export function createForgeHost(options: ForgeHostOptions): Promise<ForgeHost> {
  return ForgeHost.create(options);
}
