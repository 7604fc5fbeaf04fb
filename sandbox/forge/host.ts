import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { json } from './answer';
import { type Counters, noCounts } from './counters';
import { type Delivery, EventQueue, type QueuedEvent } from './events/queue';
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
import { bundleApp } from './runtime/bundle';
import type { ForgeCallMessage, PlainResponse, WorkerSetup } from './runtime/messages';
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
  /** The sandbox's clock, which the app's own Date follows; deadlines and delays go by the real one. */
  now?: () => number;
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

/** Test seam: which invocations are cut off, and after how many external calls. */
export interface CutOff {
  functionKey: string;
  afterCalls: number;
}

const retrySchema = z.object({
  _retry: z.literal(true),
  retryOptions: z
    .object({
      retryAfter: z.number().default(1),
      retryReason: z.string().default('FUNCTION_RETRY_REQUEST'),
      retryData: z.unknown(),
    })
    .partial({ retryData: true }),
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
  #counters: Counters = noCounts();
  #cutOff: CutOff | null = null;

  private constructor(
    options: ForgeHostOptions,
    manifest: ParsedManifest,
    sqlEngine: SqlEngine,
    bundles: { app: string; worker: string },
  ) {
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
    });
    this.#queue = new EventQueue({
      limits: this.#limits,
      counters: () => this.#counters,
      queues: new Set(manifest.modules.consumer.map((consumer) => consumer.queue)),
      deliver: (event) => this.#deliver(event),
      file: stored('queue.json'),
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
    return this.#value(functionKey, await this.#invoke(functionKey, call.moduleKey, request, call.accountId));
  }

  /** Runs a scheduled trigger once, as its interval would. Throws InvocationFailed. */
  async runScheduledTrigger(key: string): Promise<void> {
    const trigger = this.manifest.modules.scheduledTrigger.find((candidate) => candidate.key === key);
    if (trigger === undefined) throw new Error(`manifest.yml has no scheduledTrigger with the key ${key}`);
    const end = await this.#invoke(trigger.function, key, { context: this.#baseContext(key) }, null);
    const answer = this.#value(trigger.function, end);
    if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
      this.#platformLog(
        'warn',
        trigger.function,
        'The scheduled trigger returned no { statusCode }: a 424 on the platform.',
      );
    }
  }

  /** Tells the app of something that happened on the site: avi:jira:updated:issue and the like. */
  async deliverProductEvent(
    event: { eventType: string; selfGenerated?: boolean } & Record<string, unknown>,
  ): Promise<void> {
    const listeners = this.manifest.modules.trigger.filter(
      (trigger) =>
        trigger.events.includes(event.eventType) &&
        !(trigger.filter?.ignoreSelf === true && event.selfGenerated === true),
    );
    for (const trigger of listeners) {
      const end = await this.#invoke(trigger.function, trigger.key, event, null);
      if (end.kind !== 'returned')
        this.#platformLog('error', trigger.function, new InvocationFailed(trigger.function, end).message);
    }
  }

  /** Calls a web trigger with an HTTP request as the platform hands it over. Throws InvocationFailed. */
  async invokeWebTrigger(key: string, request: Record<string, unknown>): Promise<unknown> {
    const trigger = this.manifest.modules.webtrigger.find((candidate) => candidate.key === key);
    if (trigger === undefined) throw new Error(`manifest.yml has no webtrigger with the key ${key}`);
    return this.#value(trigger.function, await this.#invoke(trigger.function, key, request, null));
  }

  /** Resolves when no event waits or runs; with skipDelays, delayed ones are brought forward. */
  drainQueues({ skipDelays = false }: { skipDelays?: boolean } = {}): Promise<void> {
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

  async stop(): Promise<void> {
    this.#queue.stop();
    await this.#pool.stop();
    this.kvs.save();
    await this.#sqlEngine.close();
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
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

  async #deliver(event: QueuedEvent): Promise<Delivery> {
    const consumer = this.manifest.modules.consumer.find((candidate) => candidate.queue === event.queueName);
    if (consumer === undefined) return { kind: 'failed' };
    const retries = event.requestedRetries + event.platformRetries;
    const delivered = {
      queueName: event.queueName,
      jobId: event.jobId,
      eventId: event.eventId,
      body: event.body,
      ...(event.concurrency === undefined ? {} : { concurrency: event.concurrency }),
      ...(event.retry === null
        ? {}
        : {
            retryContext: {
              retryCount: retries,
              retryReason: event.retry.reason,
              retryData: event.retry.data,
            },
          }),
    };
    const end = await this.#invoke(consumer.function, consumer.key, delivered, null);
    if (end.kind === 'cut-off') return { kind: 'cut-off', reason: end.reason };
    if (end.kind === 'threw') {
      this.#platformLog('error', consumer.function, `${end.stack}`);
      return { kind: 'failed' };
    }
    const retry = retrySchema.safeParse(end.value);
    if (!retry.success) return { kind: 'done' };
    const { retryAfter, retryReason, retryData } = retry.data.retryOptions;
    if (Buffer.byteLength(JSON.stringify(retryData ?? null)) > this.#limits.retryDataBytes) {
      this.#platformLog(
        'error',
        consumer.function,
        `retryData is larger than ${this.#limits.retryDataBytes} bytes`,
      );
      return { kind: 'failed' };
    }
    return { kind: 'retry-requested', afterSeconds: retryAfter, reason: retryReason, data: retryData };
  }

  async #invoke(
    functionKey: string,
    moduleKey: string,
    event: unknown,
    accountId: string | null,
  ): Promise<InvocationEnd> {
    const declared = this.manifest.modules.function.find((candidate) => candidate.key === functionKey);
    if (declared === undefined) throw new Error(`manifest.yml has no function with the key ${functionKey}`);
    const seconds = timeoutSecondsOf(this.manifest, functionKey, {
      user: this.#limits.userInvocationSeconds,
      background: this.#limits.backgroundInvocationSeconds,
    });
    const invocationId = randomUUID();
    const { appId, appVersion, environmentId, environmentType, installationId, cloudId } = this.identity;
    const { scopes } = this.manifest.permissions;
    const runtimePayload = {
      installContext: `ari:cloud:jira::site/${cloudId}`,
      ...(accountId === null ? {} : { principal: { accountId } }),
      license: undefined,
      installation: { ari: { installationId }, contexts: [{ cloudId, workspaceId: null }] },
    };
    const killAfterCalls = this.#cutOff?.functionKey === functionKey ? this.#cutOff.afterCalls : null;
    if (killAfterCalls !== null) this.#cutOff = null;
    const started = Date.now();
    const end = await this.#pool.run(
      {
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
        deadline: 0,
        clockOffset: this.#now() - Date.now(),
        killAfterCalls,
      },
      seconds,
      {
        forgeCall: (call) => this.#forgeCall(call, accountId),
        external: () => {
          this.#counters.externalRequests += 1;
        },
        log: (level, text) =>
          this.#options.log?.({ at: this.#now(), level, source: 'app', functionKey, invocationId, text }),
      },
    );
    this.#counters.invocations += 1;
    this.#counters.longestInvocationMs = Math.max(this.#counters.longestInvocationMs, Date.now() - started);
    return end;
  }

  async #forgeCall(call: ForgeCallMessage, accountId: string | null): Promise<PlainResponse> {
    try {
      return await this.#answer(call, accountId);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#platformLog('error', null, `${call.target.remote ?? ''} ${call.path}: ${message}`);
      return json(500, { code: 'UNKNOWN_ERROR', message });
    }
  }

  async #answer(
    { target, path, request }: ForgeCallMessage,
    accountId: string | null,
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
          ? this.#queue.handle(path, body)
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

/** Starts a local Forge platform for the app in `options.appDir`. */
export function createForgeHost(options: ForgeHostOptions): Promise<ForgeHost> {
  return ForgeHost.create(options);
}
