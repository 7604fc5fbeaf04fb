import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { json } from './answer';
import { type Counters, noCounts } from './counters';
import { EventQueue } from './events/queue';
import type { Delivery, QueuedEvent } from './events/queued-event';
import { type Identity, identityOf } from './identity';
import { callJira } from './jira-proxy';
import { KvsService } from './kvs/service';
import { KvsStore } from './kvs/store';
import { DOCUMENTED_LIMITS, type PlatformLimits } from './limits';
import type { Log } from './log';
import {
  backendEgress,
  type ParsedManifest,
  readManifest,
  resolverFunctionOf,
  timeoutSecondsOf,
} from './manifest';
import { type Bundles, bundleApp } from './runtime/bundle';
import type { ForgeCallMessage, LogLevel, PlainResponse, WorkerSetup } from './runtime/messages';
import { type InvocationEnd, WorkerPool } from './runtime/worker-pool';
import { openSqlEngine, type SqlEngine } from './sql';
import { SqlService } from './sql/service';

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
}

export interface ResolverCall {
  moduleKey: string;
  functionKey: string;
  payload: unknown;
  accountId: string | null;
  extension: Record<string, unknown>;
}

/** An invocation that ended otherwise than by returning. */
export class InvocationFailed extends Error {
  readonly end: InvocationEnd;

  constructor(functionKey: string, end: InvocationEnd) {
    super(
      end.kind === 'threw'
        ? `${functionKey} threw ${end.name}: ${end.message}`
        : `${functionKey} was cut off: ${end.kind === 'cut-off' ? end.reason : ''}`,
    );
    this.name = 'InvocationFailed';
    this.end = end;
  }
}

/** Test seam: which invocation is cut off, and after how many answers from outside (Forge, Jira, AWS). */
export interface CutOff {
  functionKey: string;
  afterCalls: number;
}

interface Invocation {
  functionKey: string;
  moduleKey: string;
  event: unknown;
  /** Who caused it; null when nobody did. */
  accountId: string | null;
  /** Somebody waits for the answer in front of a page. */
  forPerson: boolean;
  /** The invocation that it all began with; null for one that begins something. */
  chain: string | null;
}

/** More people's invocations than workers: nobody's page waits for scans. */
const RESERVED_FOR_PEOPLE = 2;

const retrySchema = z.object({
  _retry: z.literal(true),
  retryOptions: z
    .object({
      retryAfter: z.number().default(1),
      retryReason: z.string().default('FUNCTION_RETRY_REQUEST'),
      retryData: z.unknown().optional(),
    })
    .prefault({}),
});

export class ForgeHost {
  readonly manifest: ParsedManifest;
  readonly identity: Identity;
  readonly kvs: KvsStore;
  readonly #options: ForgeHostOptions;
  readonly #limits: PlatformLimits;
  readonly #sqlEngine: SqlEngine;
  readonly #kvsService: KvsService;
  readonly #sqlService: SqlService;
  readonly #queue: EventQueue;
  readonly #pool: WorkerPool;
  readonly #bundles: Bundles;
  #counters: Counters = noCounts();
  #cutOff: CutOff | null = null;

  private constructor(
    options: ForgeHostOptions,
    manifest: ParsedManifest,
    sqlEngine: SqlEngine,
    bundles: Bundles,
  ) {
    this.#bundles = bundles;
    this.#options = options;
    this.manifest = manifest;
    this.identity = identityOf(manifest.app.id, options.jiraBaseUrl);
    this.#limits = { ...DOCUMENTED_LIMITS, ...options.limits };
    this.#sqlEngine = sqlEngine;
    const stored = (file: string): string | null =>
      options.stateDir === undefined ? null : join(options.stateDir, file);
    this.kvs = new KvsStore(stored('kvs.json'));
    this.#kvsService = new KvsService(this.kvs, this.#limits, () => this.#now());
    this.#sqlService = new SqlService(sqlEngine, this.#limits, () => this.#counters);
    const setup: WorkerSetup = {
      bundle: bundles.app,
      egress: backendEgress(manifest),
      outboundRequestSeconds: this.#limits.outboundRequestSeconds,
      aws:
        options.awsEndpoint === undefined
          ? null
          : { endpoint: options.awsEndpoint, addressing: options.awsAddressing ?? 'as-asked' },
    };
    this.#pool = new WorkerPool({
      script: bundles.worker,
      setup,
      memoryMB: manifest.app.runtime.memoryMB,
      size: options.workers ?? 4,
      reservedForPeople: RESERVED_FOR_PEOPLE,
      lateLog: (invocationId, level, text) =>
        options.log?.({ at: this.#now(), level, source: 'app', functionKey: null, invocationId, text }),
    });
    const { consumer } = manifest.modules;
    const isLong = (functionKey: string): boolean =>
      this.#secondsOf(functionKey) > DOCUMENTED_LIMITS.backgroundInvocationSeconds;
    this.#queue = new EventQueue({
      limits: this.#limits,
      counters: () => this.#counters,
      queues: new Set(consumer.map(({ queue }) => queue)),
      longQueues: new Set(consumer.filter((entry) => isLong(entry.function)).map(({ queue }) => queue)),
      deliver: (event) => this.#deliver(event),
      now: () => this.#now(),
      advanceClock: options.advanceClock,
      file: stored('queues.json'),
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
    const end = await this.#invoke({
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
    const end = await this.#background(trigger.function, key, { context: this.#baseContext(key) });
    const answer = this.#value(trigger.function, end);
    if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
      this.#platformLog(
        'warn',
        trigger.function,
        'The scheduled trigger returned no { statusCode }: a 424 on the platform.',
      );
    }
  }

  /**
   * Tells the app of something that happened on the site: avi:jira:updated:issue and the like. Cut-off deliveries, and
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
    return this.#value(trigger.function, await this.#background(trigger.function, key, request));
  }

  /**
   * Resolves when no event waits, is delayed or runs, with the number of those that failed three times in a row: they are
   * left for their next delivery. With skipDelays the clock is put forward instead of waiting.
   */
  drainQueues({ skipDelays = false }: { skipDelays?: boolean } = {}): Promise<number> {
    return this.#queue.drain(skipDelays);
  }

  counters(): Counters {
    return this.#counters;
  }

  resetCounters(): void {
    this.#counters = noCounts();
  }

  /** Test seam: cuts the next invocation of a function off after its Nth external call. */
  cutOffOnce(cutOff: CutOff | null): void {
    this.#cutOff = cutOff;
  }

  /** Test seam: delivers every event once more after it was delivered well, as the platform now and then does. */
  deliverEventsTwice(twice: boolean): void {
    this.#queue.deliverTwice = twice;
  }

  /** Cuts off what runs, and keeps what is stored. */
  async stop(): Promise<void> {
    this.#queue.stop();
    await this.#pool.stop();
    this.kvs.save();
    await this.#sqlEngine.close();
    this.#bundles.remove();
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #secondsOf(functionKey: string): number {
    return timeoutSecondsOf(this.manifest, functionKey, {
      user: this.#limits.userInvocationSeconds,
      background: this.#limits.backgroundInvocationSeconds,
    });
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
    const failure = new InvocationFailed(functionKey, end);
    this.#platformLog('error', functionKey, failure.message);
    throw failure;
  }

  #background(functionKey: string, moduleKey: string, event: unknown): Promise<InvocationEnd> {
    return this.#invoke({ functionKey, moduleKey, event, accountId: null, forPerson: false, chain: null });
  }

  async #deliverProductEvent(functionKey: string, moduleKey: string, event: object): Promise<void> {
    for (let retryCount = 0; retryCount <= this.#limits.productEventRetries; retryCount += 1) {
      const retryContext = retryCount === 0 ? {} : { retryContext: { retryCount } };
      const end = await this.#background(functionKey, moduleKey, { ...event, ...retryContext });
      if (end.kind !== 'returned') {
        this.#platformLog('error', functionKey, new InvocationFailed(functionKey, end).message);
      }
      const isAskedFor = end.kind === 'returned' && retrySchema.safeParse(end.value).success;
      if (end.kind !== 'cut-off' && !isAskedFor) return;
    }
  }

  async #deliver(event: QueuedEvent): Promise<Delivery> {
    const consumer = this.manifest.modules.consumer.find((candidate) => candidate.queue === event.queueName);
    if (consumer === undefined) {
      const reason = `No consumer of manifest.yml reads the queue ${event.queueName} any more.`;
      this.#platformLog('error', null, reason);
      return { kind: 'app-failed', reason };
    }
    const end = await this.#invoke({
      functionKey: consumer.function,
      moduleKey: consumer.key,
      event: this.#asyncEvent(event),
      accountId: null,
      forPerson: false,
      chain: event.chain,
    });
    if (end.kind === 'returned') return this.#deliveryOf(consumer.function, end.value);
    this.#platformLog('error', consumer.function, new InvocationFailed(consumer.function, end).message);
    if (end.kind === 'threw') return { kind: 'app-failed', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' };
    const isOurs = end.reason === 'FUNCTION_PLATFORM_UNKNOWN_ERROR';
    return { kind: isOurs ? 'platform-failed' : 'app-failed', reason: end.reason };
  }

  #asyncEvent(event: QueuedEvent): Record<string, unknown> {
    const { queueName, jobId, eventId, body, concurrency, retry, retryCount, pushedAt } = event;
    const endsAt = pushedAt + this.#limits.retentionHours * 3_600_000;
    return {
      queueName,
      jobId,
      eventId,
      body,
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(retry === null
        ? {}
        : {
            retryContext: {
              retryCount,
              retryReason: retry.reason,
              retryData: retry.data,
              retentionWindow: {
                startTime: new Date(pushedAt).toISOString(),
                remainingTimeMs: Math.max(0, endsAt - this.#now()),
              },
            },
          }),
    };
  }

  #deliveryOf(functionKey: string, value: unknown): Delivery {
    const retry = retrySchema.safeParse(value);
    if (!retry.success) return { kind: 'done' };
    const { retryAfter, retryReason, retryData } = retry.data.retryOptions;
    const bytes = Buffer.byteLength(JSON.stringify(retryData ?? null));
    if (bytes > this.#limits.retryDataBytes) {
      this.#platformLog(
        'error',
        functionKey,
        `retryData has ${bytes} bytes; ${this.#limits.retryDataBytes} are allowed`,
      );
      return { kind: 'app-failed', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' };
    }
    return {
      kind: 'retry-requested',
      afterSeconds: retryAfter,
      reason: retryReason,
      data: retryData ?? null,
    };
  }

  async #invoke(invocation: Invocation): Promise<InvocationEnd> {
    const { functionKey, moduleKey, event, accountId, forPerson } = invocation;
    const declared = this.manifest.modules.function.find((candidate) => candidate.key === functionKey);
    if (declared === undefined) throw new Error(`manifest.yml has no function with the key ${functionKey}`);
    const seconds = this.#secondsOf(functionKey);
    const runtimeMinutes = Math.ceil(seconds / 60);
    const invocationId = randomUUID();
    const { appId, appVersion, environmentId, environmentType, installationId, cloudId } = this.identity;
    const { scopes } = this.manifest.permissions;
    const runtimePayload = {
      installContext: `ari:cloud:jira::site/${cloudId}`,
      ...(accountId === null ? {} : { principal: { accountId } }),
      license: undefined,
      installation: { ari: { installationId }, contexts: [{ cloudId, workspaceId: null }] },
    };
    const chain = invocation.chain ?? invocationId;
    const log = this.#invocationLog(functionKey, invocationId, runtimeMinutes);
    const killAfterCalls = this.#cutOff?.functionKey === functionKey ? this.#cutOff.afterCalls : null;
    if (killAfterCalls !== null) this.#cutOff = null;
    const started = Date.now();
    const end = await this.#pool.run(
      (deadline) => ({
        kind: 'invoke',
        invocationId,
        handler: declared.handler,
        args: [event, runtimePayload],
        appContext: {
          appId,
          appVersion,
          environmentId,
          environmentType,
          invocationId,
          installationId,
          moduleKey,
          installation: runtimePayload.installation,
          permissions: { scopes, external: this.manifest.permissions.external },
        },
        contextAri: `ari:cloud:jira::site/${cloudId}`,
        deadline,
        clockOffset: this.#now() - Date.now(),
        egressRequests: this.#limits.egressRequestsPerRuntimeMinute * runtimeMinutes,
        killAfterCalls,
      }),
      { seconds, forPerson },
      {
        forgeCall: (call) => this.#forgeCall(call, accountId, chain),
        external: () => {
          this.#counters.externalRequests += 1;
        },
        log,
      },
    );
    this.#counters.invocations += 1;
    this.#counters.longestInvocationMs = Math.max(this.#counters.longestInvocationMs, Date.now() - started);
    return end;
  }

  /** Lines beyond what the platform keeps are dropped, with one word about it. */
  #invocationLog(
    functionKey: string,
    invocationId: string,
    runtimeMinutes: number,
  ): (level: LogLevel, text: string) => void {
    const mostLines = this.#limits.logLinesPerRuntimeMinute * runtimeMinutes;
    let lines = 0;
    let bytes = 0;
    return (level, text) => {
      const wasFull = lines > mostLines || bytes > this.#limits.logBytesPerInvocation;
      lines += 1;
      bytes += Buffer.byteLength(text);
      const isFull = lines > mostLines || bytes > this.#limits.logBytesPerInvocation;
      if (!isFull) {
        this.#options.log?.({ at: this.#now(), level, source: 'app', functionKey, invocationId, text });
      } else if (!wasFull) {
        this.#platformLog(
          'warn',
          functionKey,
          `The invocation logs more than ${mostLines} lines or ${this.#limits.logBytesPerInvocation} bytes; the rest is lost.`,
        );
      }
    };
  }

  async #forgeCall(call: ForgeCallMessage, accountId: string | null, chain: string): Promise<PlainResponse> {
    try {
      return await this.#answer(call, accountId, chain);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#platformLog('error', null, `${call.target.remote ?? ''} ${call.path}: ${message}`);
      return json(500, { code: 'UNKNOWN_ERROR', message });
    }
  }

  async #answer(
    { target, path, request }: ForgeCallMessage,
    accountId: string | null,
    chain: string,
  ): Promise<PlainResponse> {
    const body = request.body ?? '';
    switch (target.remote) {
      case 'kvs':
        this.#counters.kvsCalls += 1;
        return this.#kvsService.handle(path, JSON.parse(body));
      case 'sql':
        return this.#sqlService.handle(path, body);
      case 'stargate':
        return path.startsWith('/webhook/queue/')
          ? this.#queue.handle(path, body, chain)
          : json(404, { message: `The sandbox plays no ${path}` });
      case 'jira':
        return callJira(target, path, request, accountId, {
          baseUrl: this.#options.jiraBaseUrl,
          scopes: new Set(this.manifest.permissions.scopes),
          authorization: this.#options.jiraAuthorization,
          counters: () => this.#counters,
        });
      default:
        return json(404, { message: `The sandbox plays no ${target.remote ?? 'remote'} ${path}` });
    }
  }

  #platformLog(level: 'warn' | 'error', functionKey: string | null, text: string): void {
    this.#options.log?.({
      at: this.#now(),
      level,
      source: 'platform',
      functionKey,
      invocationId: null,
      text,
    });
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
