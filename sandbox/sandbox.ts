import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AccountEntry } from '../src/cli/accounts-file';
import { type AwsSandbox, type Estate, loadEstate, startAwsSandbox } from './aws/server';
import { SandboxClock } from './clock';
import { startCountedEndpoint } from './counted-endpoint';
import { type CycleSummary, summarizeCycle } from './cycle-summary';
import { storeGivenSecrets } from './demo/given-secrets';
import { DEMO_ROLES } from './demo/people';
import { applySetup, demoSetup, givenSetup, type Setup } from './demo/setup';
import { createForgeHost, type ForgeHost } from './forge/host';
import { identityOf } from './forge/identity';
import type { PlatformLimits } from './forge/limits';
import { readManifest } from './forge/manifest';
import { sandboxApp } from './http/app';
import { type LogLevel, LogTail } from './http/log-tail';
import { createJiraSandbox, demoSeed, type JiraSandbox, type JiraSeed } from './jira';
import { UsageError } from './options';
import { pagesClient } from './pages-client';
import { Schedule } from './schedule';
import { forgetState, lockState, readState, type SandboxState, writeState } from './state';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DEMO_ESTATE = join(ROOT, 'sandbox', 'estate', 'demo');
const HOURLY_TRIGGER = 'hourly-scan';

/** Accounts behind an AWS-compatible endpoint that is not the sandbox's own. */
export interface GivenEndpoint {
  url: string;
  accounts: AccountEntry[];
  credentials: Setup['hub'];
}

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Where everything is kept between runs; without it a temporary folder that stop() removes. */
  stateDir?: string | null;
  /** Forget what is kept there first. */
  reset?: boolean;
  /** How many times faster than real time the clock runs. */
  speed?: number;
  /** How much later than the kept state it is now, in milliseconds; 0 on the first run. */
  advanceKeptClockBy?: number;
  /** What AWS is; the demo estate when left out. */
  endpoint?: GivenEndpoint | null;
  estateDir?: string;
  /** An estate that is in no folder, and what the app is set up with for it. */
  estate?: { estate: Estate; setup: Setup };
  /** No page of a list of AWS is longer than this. */
  awsPageSize?: number;
  /** How many invocations run side by side, with how much memory, and how long a statement is on its way: for those who measure. */
  workers?: number;
  memoryMB?: number;
  sqlLatencyMs?: number;
  /** How the Jira site starts; the demo site when left out. */
  jiraSeed?: (now: number) => JiraSeed;
  /** Whether to set the app up on the first start: credentials, accounts, policy. true when left out. */
  setUp?: boolean;
  /** `mysql://...` for Forge SQL on that server; the embedded engine when left out. */
  sqlUrl?: string | undefined;
  /** Limits of the platform that are to be other than documented. */
  limits?: Partial<PlatformLimits>;
  /** Gets every line that the sandbox and the app log. */
  log?: (line: string, level: LogLevel) => void;
}

export interface Sandbox {
  /** Where a browser finds it, without a trailing slash. */
  url: string;
  host: ForgeHost;
  jira: JiraSandbox;
  /** null where another endpoint is used. */
  aws: AwsSandbox | null;
  clock: SandboxClock;
  schedule: Schedule;
  /** The admin and global pages' resolvers, called as the Jira admin. */
  pages: ReturnType<typeof pagesClient>;
  /** One complete hourly cycle: the scheduled trigger, then everything that it queued, until tickets are in step. */
  runCycle(): Promise<CycleSummary>;
  /** Keeps the state and ends everything that was started. */
  stop(): Promise<void>;
}

/**
 * Starts Jira, Forge and AWS on this machine, with the app installed and set up.
 * @throws Error when the port is taken, the state folder is not ours, or the app refuses its set-up
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const undo = new UndoStack();
  try {
    return await start(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function start(options: SandboxOptions, undo: UndoStack): Promise<Sandbox> {
  const log = new LogTail(options.log ?? (() => undefined));
  const stateDir = await openStateDir(options, undo);
  const kept = await readState(stateDir);
  const clock = new SandboxClock(startOf(kept, options), options.speed);
  const startedAt = kept?.startedAt ?? clock.now();

  const server = await listen(options.port ?? 0, undo);
  const { url } = server;
  const estate = options.endpoint
    ? null
    : (options.estate?.estate ?? (await loadEstate(options.estateDir ?? DEMO_ESTATE)));
  const aws =
    estate === null
      ? null
      : await startAwsSandbox({
          estate,
          now: clock.now,
          startedAt,
          ...(options.awsPageSize === undefined ? {} : { pageSize: options.awsPageSize }),
        });
  if (aws !== null) undo.add(() => aws.close());
  const given = options.endpoint ? await startCountedEndpoint(options.endpoint.url) : null;
  if (given !== null) undo.add(() => given.close());
  const awsCounts = aws ?? given;

  const manifest = readManifest(ROOT);
  const identity = identityOf(manifest.app.id, url);
  const events = new Pending();
  const seed = (options.jiraSeed ?? demoSeed)(startedAt);
  const jira = await createJiraSandbox({
    app: {
      appId: identity.appId,
      environmentId: identity.environmentId,
      environmentType: identity.environmentType,
      customFields: manifest.modules['jira:customField'],
      globalPermissions: manifest.modules['jira:globalPermission'],
      entityProperties: manifest.modules['jira:entityProperty'].map(({ values, ...property }) => ({
        ...property,
        values: values.map(({ path, type, searchAlias }) => ({
          path,
          type,
          ...(searchAlias === undefined ? {} : { searchAlias }),
        })),
      })),
    },
    baseUrl: url,
    now: clock.now,
    stateDir,
    seed,
    onEvent: (event) => events.add(host.deliverProductEvent({ ...event })),
  });
  undo.add(() => jira.stop());

  const host: ForgeHost = await createForgeHost({
    appDir: ROOT,
    jiraBaseUrl: url,
    jiraAuthorization: (provider, accountId) => ({
      authorization: `Forge-App ${jira.appToken}`,
      ...(provider === 'user' && accountId !== undefined ? { 'x-sandbox-account': accountId } : {}),
    }),
    ...(aws === null ? {} : { awsEndpoint: aws.url }),
    // Endpoints other than AWS's own and ours seldom know a bucket by its host name.
    ...(given === null ? {} : { awsEndpoint: given.url, awsAddressing: 'path' }),
    sql: { url: options.sqlUrl, fresh: kept === null },
    stateDir,
    now: clock.now,
    advanceClock: (milliseconds) => clock.advance(milliseconds),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    ...(options.memoryMB === undefined ? {} : { memoryMB: options.memoryMB }),
    ...(options.sqlLatencyMs === undefined ? {} : { sqlLatencyMs: options.sqlLatencyMs }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    log: ({ functionKey, source, level, text }) => log.write(`${functionKey ?? source}: ${text}`, level),
  });
  undo.add(() => host.stop());
  undo.add(() => events.settled());

  const pages = pagesClient(host, jira.store.site.defaultAccountId);
  const runCycle = async (): Promise<CycleSummary> => {
    const began = Date.now();
    host.resetCounters();
    awsCounts?.resetCalls();
    await host.runScheduledTrigger(HOURLY_TRIGGER);
    // Scans start when the one before has ended, and nobody waits for the minutes over which they are spread. The delays of retries
    // are kept: one that comes at once meets the same limit or the same lease again.
    await host.drainQueues({ skipDelays: 'pushed' });
    await events.settled();
    const { sqlStatements, jiraCalls } = { ...host.counters() };
    const cost = {
      awsCalls: awsCounts?.calls() ?? {},
      jiraCalls,
      sqlStatements,
      durationMs: Date.now() - began,
    };
    return summarizeCycle(await pagesAfterCycle(pages), cost);
  };
  const schedule = new Schedule(
    clock,
    async () => {
      await runCycle();
    },
    (error) => log.write(`The hourly run failed: ${error instanceof Error ? error.stack : error}`, 'error'),
  );
  undo.add(() => schedule.stop());

  server.serve(
    sandboxApp({
      appDir: ROOT,
      forge: host,
      jira: {
        app: jira.app,
        siteTitle: jira.store.site.siteTitle,
        accounts: jira.store.site.accounts
          .filter(({ accountType, active }) => accountType === 'atlassian' && active)
          .map(({ accountId, displayName }) => ({
            accountId,
            displayName,
            role: DEMO_ROLES[accountId] ?? '',
          })),
        defaultAccountId: jira.store.site.defaultAccountId,
      },
      schedule: {
        status: () => schedule.status(),
        runNow: () => schedule.runNow(),
        advance: (milliseconds) => clock.advance(milliseconds),
      },
      siteContext: {
        cloudId: identity.cloudId,
        environmentId: identity.environmentId,
        environmentType: identity.environmentType,
      },
      counters: () => ({ forge: host.counters(), aws: awsCounts?.calls() ?? {}, jira: jira.calls('app') }),
      log,
    }),
  );

  // The platform tells an app that it was installed, or that its code is new; migrations are run on that.
  const lifecycle = kept === null ? 'avi:forge:installed:app' : 'avi:forge:upgraded:app';
  await host.deliverProductEvent({ eventType: lifecycle, id: identity.installationId });
  if (options.endpoint) {
    const { accounts, credentials } = options.endpoint;
    storeGivenSecrets(host.kvs, accounts, credentials, clock.now());
  }
  if (options.setUp !== false && (!kept?.isSetUp || options.endpoint)) {
    const accountsOnly = kept?.isSetUp ?? false;
    await applySetup(pages.admin, setupOf(options, estate), { accountsOnly });
  }
  const keep = () =>
    writeState(stateDir, { version: 2, startedAt, now: clock.now(), isSetUp: options.setUp !== false });
  await keep();
  undo.add(keep);
  return { url, host, jira, aws, clock, schedule, pages, runCycle, stop: () => undo.run() };
}

/** Everything that was started, ended in the opposite order. */
class UndoStack {
  #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    const steps = this.#steps.reverse();
    this.#steps = [];
    for (const step of steps) await step();
  }
}

/** Work that goes on by itself, for whoever has to wait until it is done. */
class Pending {
  readonly #work = new Set<Promise<unknown>>();

  add(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}

async function openStateDir(options: SandboxOptions, undo: UndoStack): Promise<string> {
  if (options.stateDir) {
    undo.add(await lockState(options.stateDir));
    if (options.reset) await forgetState(options.stateDir);
    return options.stateDir;
  }
  const temporary = await mkdtemp(join(tmpdir(), 'cloud-findings-'));
  undo.add(() => rm(temporary, { recursive: true, force: true }));
  return temporary;
}

/** Time goes on while the sandbox is not running, and never back. */
function startOf(kept: SandboxState | null, { advanceKeptClockBy }: SandboxOptions): number {
  if (kept === null) return Date.now();
  return advanceKeptClockBy === undefined ? Math.max(kept.now, Date.now()) : kept.now + advanceKeptClockBy;
}

/** Listens before anything else is there: Jira and Forge have to know the address. */
async function listen(port: number, undo: UndoStack) {
  let app: Hono | null = null;
  const server = createAdaptorServer({
    fetch: (request, env) =>
      app?.fetch(request, env) ?? new Response('The sandbox is starting.', { status: 503 }),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  undo.add(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    serve: (served: Hono) => {
      app = served;
    },
  };
}

function portError(error: Error, port: number): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  return new UsageError(
    `--port: ${port} is in use on this machine; end what runs there or choose another one`,
  );
}

function setupOf(options: SandboxOptions, estate: Estate | null): Setup {
  if (options.estate !== undefined) return options.estate.setup;
  if (estate !== null) return demoSetup(estate);
  if (options.endpoint) return givenSetup(options.endpoint.accounts, options.endpoint.credentials);
  throw new Error('There is neither an estate nor an endpoint to set the app up for');
}

async function pagesAfterCycle({ admin, global }: ReturnType<typeof pagesClient>) {
  const overview = await admin('getOverview', {});
  const summary = await global('getSummary', {});
  const resolved = await global('listFindings', { states: ['resolved'], pageSize: 1 });
  const { runs } = await global('listRuns', {});
  const [run] = runs;
  if (run === undefined) throw new Error('The app shows no run after the hourly trigger and its queues');
  return { overview, summary, resolved, run };
}
