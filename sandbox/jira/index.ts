import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { Site } from './context';
import { FieldCatalog } from './fields/catalog';
import { restApp } from './http/app';
import { type CallCount, CallCounter } from './http/call-counter';
import { Faults } from './http/faults';
import { moveIssue } from './issues/edit';
import type { JiraSandboxOptions } from './options';
import { Permissions } from './permissions';
import { routes } from './routes';
import { SearchIndex } from './search-index';
import { loadState, saveState } from './store/persistence';
import { JiraStore, stateFromSeed } from './store/store';

export type { Fault, FaultEffect } from './http/faults';
export type { JiraAppDescription, JiraIssueEvent, JiraSandboxOptions } from './options';
export { moduleAri } from './options';
export { DEMO_ACCOUNTS, demoSeed } from './seed';
export type { JiraSeed } from './store/model';
export type { JiraStore } from './store/store';

export interface JiraSandbox {
  /** Serves /rest/api/3/*; mount it at the root: `server.route('/', sandbox.app)`. */
  app: Hono;
  /** The token of `authorization: Forge-App <token>`, which makes a request the app's. */
  appToken: string;
  /**
   * REST calls since the start or the last reset, by "METHOD /rest/api/3/...".
   * @param who everybody's when left out
   */
  calls(who?: 'app' | 'people'): CallCount;
  resetCalls(): void;
  faults: Faults;
  store: JiraStore;
  /** Moves an issue as a person with Jira's move dialog, events included. @throws Error for an unknown issue or project */
  moveIssue(idOrKey: string, projectKey: string, accountId: string): string;
  /** How long a write takes to appear in searches from now on, in milliseconds. */
  setSearchLag(milliseconds: number): void;
  /** Writes jira.json now; nothing to do without a stateDir. */
  save(): Promise<void>;
  /** Saves for the last time and lets go of the timer. */
  stop(): Promise<void>;
}

const SAVE_DELAY_MS = 2000;

/**
 * Starts a Jira Cloud site: REST v3 over one store, with real permissions, searches and product events.
 * @throws Error when stateDir holds a file that is no state of this sandbox
 */
export async function createJiraSandbox(options: JiraSandboxOptions): Promise<JiraSandbox> {
  const kept = options.stateDir ? await loadState(options.stateDir) : null;
  const store = new JiraStore(kept ?? stateFromSeed(options.seed));
  const site: Site = {
    store,
    permissions: new Permissions(store, options.app),
    fields: new FieldCatalog(store, options.app),
    index: new SearchIndex(store, options.now, options.searchLagMs ?? 0),
    app: options.app,
    baseUrl: options.baseUrl,
    now: options.now,
    emit: options.onEvent,
  };
  const faults = new Faults();
  const counter = new CallCounter();
  const appToken = options.appToken ?? randomUUID();
  const saving = saver(store, options.stateDir);
  return {
    app: restApp(routes, { site, appToken, faults, counter }),
    appToken,
    calls: (who) => counter.read(who),
    resetCalls: () => counter.reset(),
    faults,
    store,
    moveIssue: (idOrKey, projectKey, accountId) => {
      const issue = store.issue(idOrKey);
      const target = store.project(projectKey);
      if (!issue || !target)
        throw new Error(`The sandbox cannot move ${idOrKey} to ${projectKey}: one is missing`);
      return store.keyOf(moveIssue(site, { accountId, viaApp: false }, issue, target));
    },
    setSearchLag: (milliseconds) => {
      site.index.lagMs = milliseconds;
    },
    save: saving.now,
    stop: saving.stop,
  };
}

/** Keeps the state some time after the last change, one write at a time. */
function saver(store: JiraStore, stateDir: string | undefined) {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const now = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (stateDir === undefined) return;
    const next = writing.then(() => saveState(stateDir, store.snapshot()));
    writing = next.catch(() => undefined);
    await next;
  };
  if (stateDir !== undefined) {
    store.onChange(() => {
      timer ??= setTimeout(() => {
        now().catch((error: unknown) =>
          console.error(`sandbox Jira could not be kept in ${stateDir}:`, error),
        );
      }, SAVE_DELAY_MS);
      timer.unref();
    });
  }
  return { now, stop: now };
}
