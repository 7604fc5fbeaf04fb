import type { AsyncEvent } from '@forge/events';
import { kvs } from '@forge/kvs';
import sql, { raw } from 'sql-template-tag';
import { vi } from 'vitest';
import { z } from 'zod';
import type { InvocationEnd } from '../../../sandbox/forge/runtime/worker-pool';
import {
  createJiraSandbox,
  DEMO_ACCOUNTS,
  demoSeed,
  type Fault,
  type JiraIssueEvent,
  type JiraSandbox,
} from '../../../sandbox/jira';
import { saveLogLevel } from '../../../src/storage/log-level';
import { ensureSchema, MIGRATIONS } from '../../../src/storage/migrate';
import { write } from '../../../src/storage/run-sql';
import { type ForgeStorage, startForgeStorage } from '../storage/support/forge-storage';
import { JIRA_APP } from '../tickets/support/site';
import { Clock } from './clock';
import { ACCOUNTS, Estate, type Verdict, WEAKNESSES, type Weakness } from './estate';
import { connectCloud } from './estate-cloud';
import { type FunctionKey, Platform } from './platform';
import { Settings } from './settings';

vi.mock('../../../src/aws/account-cloud', () => import('./estate-cloud'));

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 10, 23, 20, 0);

const TABLES = MIGRATIONS.flatMap(({ statement }) => {
  const table = /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1];
  return table === undefined ? [] : [table];
});

/** The app began to read a part of the estate, which then was so. */
export interface Reading {
  at: number;
  verdicts: ReadonlyMap<Weakness, Verdict>;
}

/** The app, and the storage that Forge gives it: started once for all histories of a file. */
export interface Machine {
  clock: Clock;
  storage: ForgeStorage;
  app: typeof import('../../../src/index');
  useCases: typeof import('../../../src/composition');
  /** How often what happened in all histories: a test in which nothing happens proves nothing. */
  tally: Tally;
  /** Hears that the app gave up reading a part of the estate, which it says in its log. */
  onGivenUp: (accountId: string, scope: string) => void;
  stop(): Promise<void>;
}

const asyncEvent = z.custom<AsyncEvent>((value) => typeof value === 'object');
const givenUp = z.object({
  event: z.literal('work-item-given-up'),
  accountId: z.string(),
  scope: z.string(),
});
const scanned = z.object({ body: z.object({ accountId: z.string(), scopes: z.array(z.string()) }) });

export class Tally {
  readonly #counts = new Map<string, number>();

  add(what: string, times = 1): void {
    this.#counts.set(what, this.of(what) + times);
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  toString(): string {
    return [...this.#counts].map(([what, times]) => `${times} ${what}`).join(', ');
  }
}

/** @param breaks whether something always breaks, so that nobody wants to read what the app says of it */
export async function startMachine(database: string, breaks: boolean): Promise<Machine> {
  // Every history begins at the same time again, so that there is no rate to keep.
  const limits = { sqlDmlPerSecond: Number.POSITIVE_INFINITY };
  // A server answers when it pleases, so that a history would not be the same when it is told again.
  const storage = await startForgeStorage(database, limits, { embedded: true });
  await ensureSchema();
  const clock = new Clock(START);
  const say = console.error;
  vi.spyOn(console, 'error').mockImplementation((line: unknown) => {
    const { data } = givenUp.safeParse(parsed(line));
    if (data !== undefined) machine.onGivenUp(data.accountId, data.scope);
    else if (!breaks) say(line);
  });
  const machine: Machine = {
    clock,
    storage,
    app: await import('../../../src/index'),
    useCases: await import('../../../src/composition'),
    tally: new Tally(),
    onGivenUp: () => {},
    async stop() {
      clock.stop();
      await storage.close();
    },
  };
  return machine;
}

function parsed(line: unknown): unknown {
  try {
    return JSON.parse(String(line));
  } catch {
    return null;
  }
}

/** A site with the app installed, its accounts connected and nothing scanned yet. */
export class World {
  readonly estate = new Estate();
  readonly settings = new Settings();
  readonly clock: Clock;
  readonly platform: Platform;
  readonly jira: JiraSandbox;
  /** What happened since somebody looked: what the app read, and what it did to issues. */
  readings: Reading[] = [];
  deeds: JiraIssueEvent[] = [];
  /** What people did to issues and the app was not told. */
  untold: JiraIssueEvent[] = [];
  #overlap: { accountId: string; scope: string } | null = null;
  #faultsOfJira = 0;
  #onScanned: (accountId: string, scopes: string[]) => void = () => {};

  static async start(machine: Machine): Promise<World> {
    machine.clock.set(START);
    const written = machine.storage.counters().sqlRowsWrittenByTable;
    machine.storage.resetCounters();
    const jira = await createJiraSandbox({
      app: JIRA_APP,
      baseUrl: 'http://127.0.0.1:3100',
      now: machine.clock.now,
      seed: demoSeed(START),
      onEvent: (event) => (event.selfGenerated ? world.deeds : world.untold).push(event),
    });
    const world = new World(machine, jira);
    await world.#install(TABLES.filter((table) => table in written));
    return world;
  }

  private constructor(
    readonly machine: Machine,
    jira: JiraSandbox,
  ) {
    const { clock, app, storage } = machine;
    this.clock = clock;
    this.jira = jira;
    machine.onGivenUp = (accountId, scope) => {
      machine.tally.add('readings that were given up');
      this.#note(accountId, scope, () => 'unlisted');
    };
    this.platform = new Platform({
      clock,
      app: JIRA_APP,
      storage: storage.answer,
      jira: async (path, init = {}) => {
        const headers = {
          ...Object.fromEntries(new Headers(init.headers)),
          authorization: `Forge-App ${jira.appToken}`,
        };
        return jira.app.request(path, { ...init, headers });
      },
      consumers: {
        'scan-queue': async (event) => {
          const answer = await app.scanWorkItem(asyncEvent.parse(event));
          const { data } = scanned.safeParse(event);
          if (data !== undefined) this.#onScanned(data.body.accountId, data.body.scopes);
          return answer;
        },
        'ticket-queue': (event) => app.syncTickets(asyncEvent.parse(event)),
      },
    });
  }

  /** The hourly trigger and everything that follows from it. */
  async hour(): Promise<void> {
    this.clock.set((Math.floor(this.clock.now() / HOUR) + 1) * HOUR);
    await this.platform.invoke('schedule-scan', this.machine.app.scheduleScan);
    await this.platform.drain();
  }

  /** Something that somebody does on a page of the app. */
  async onPage(work: (useCases: Machine['useCases']) => Promise<unknown>): Promise<void> {
    mustReturn(await this.platform.invoke('a-page', () => work(this.machine.useCases)));
    await this.platform.drain();
  }

  /** The next time that the scope is read, another scan reads and stores it between the reading and the storing. */
  overlapScans({ accountId, scope }: { accountId: string; scope: string }): void {
    this.#overlap = { accountId, scope };
  }

  breakJira(fault: Fault & { times: number }): void {
    this.#faultsOfJira += fault.times;
    this.jira.faults.add(fault);
  }

  /** What has not gone wrong by now never will. */
  mend(): void {
    const { tally } = this.machine;
    tally.add('faults of invocations', this.platform.mend());
    tally.add('faults of Jira', this.#faultsOfJira - this.jira.faults.outstanding);
    this.#faultsOfJira = 0;
    this.jira.faults.clear();
    this.jira.setSearchLag(0);
    this.#overlap = null;
  }

  /** Product events reach the app. */
  async tell(events: readonly JiraIssueEvent[]): Promise<void> {
    for (const event of events)
      await this.#invoke('on-issue-event', () => this.machine.app.onIssueEvent(event));
  }

  async asPerson(method: string, path: string, body?: unknown): Promise<void> {
    this.clock.advance(MINUTE);
    const response = await this.jira.app.request(`/rest/api/3${path}`, {
      method,
      headers: { 'x-sandbox-account': DEMO_ACCOUNTS.admin, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  async stop(): Promise<void> {
    connectCloud(null);
    this.platform.uninstall();
    await this.jira.stop();
  }

  /** @param written the tables that the world before this one wrote to */
  async #install(written: readonly string[]): Promise<void> {
    this.platform.install();
    for (const table of written) await write(sql`DELETE FROM ${raw(table)} WHERE 1 = 1`);
    await saveLogLevel('error');
    await kvs.set('settings:rules', {});
    const { estate, platform } = this;
    connectCloud({
      estate,
      onReading: (accountId, scope) => this.#noteReading(accountId, scope),
      call: (answer) => platform.call(answer),
      beforeList: (accountId, scope) => this.#letAnotherScanIn(accountId, scope),
    });
    await this.onPage(async ({ applyAccountChange, applyRolloutChange }) => {
      await applyRolloutChange(this.settings.rollout(), 1);
      for (const account of ACCOUNTS) await applyAccountChange(account);
    });
  }

  async #invoke(functionKey: FunctionKey, work: () => Promise<unknown>): Promise<void> {
    mustReturn(await this.platform.invoke(functionKey, work));
  }

  #noteReading(accountId: string, scope: string): void {
    this.#note(accountId, scope, (weakness) => this.estate.verdict(weakness));
  }

  #note(accountId: string, scope: string, verdictOf: (weakness: Weakness) => Verdict): void {
    const read = WEAKNESSES.filter(
      ({ resource }) => resource.accountId === accountId && resource.scope === scope,
    );
    const judged = read.filter((weakness) => this.settings.isJudged(weakness));
    const verdicts = new Map(judged.map((weakness) => [weakness, verdictOf(weakness)] as const));
    this.readings.push({ at: this.clock.now(), verdicts });
  }

  async #letAnotherScanIn(accountId: string, scope: string): Promise<void> {
    const overlap = this.#overlap;
    if (overlap === null || overlap.accountId !== accountId || overlap.scope !== scope) return;
    this.#overlap = null;
    const stored = new Promise<void>((resolve) => {
      this.#onScanned = (id, scopes) => {
        if (id === accountId && scopes.includes(scope)) resolve();
      };
    });
    await this.#invoke('a-page', () =>
      this.machine.useCases.startRun({ trigger: 'manual', accountIds: [accountId] }),
    );
    await stored;
    this.machine.tally.add('scans that overlapped');
  }
}

function mustReturn(end: InvocationEnd): void {
  if (end.kind === 'threw') throw new Error(`${end.name}: ${end.message}\n${end.stack}`);
}
