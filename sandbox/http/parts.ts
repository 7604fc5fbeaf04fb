import type { Hono } from 'hono';

/** A resolver call, with the context that the server vouches for. */
export interface ResolverCall {
  moduleKey: string;
  functionKey: string;
  payload: unknown;
  accountId: string;
  extension: Record<string, unknown>;
}

/** What the HTTP side needs of the Forge host. */
export interface ForgePart {
  invokeResolver(call: ResolverCall): Promise<unknown>;
}

/** A person whom the shell offers to be. */
export interface SandboxAccount {
  accountId: string;
  displayName: string;
  /** What this person is on the site, for whoever chooses: "Jira admin". */
  role: string;
}

/** What the HTTP side needs of the Jira site. */
export interface JiraPart {
  app: Hono;
  siteTitle: string;
  accounts: SandboxAccount[];
  /** Who a browser is that has not chosen yet. */
  defaultAccountId: string;
}

export interface SandboxStatus {
  /** The sandbox's time, milliseconds since 1970. */
  now: number;
  /** null while nothing is scheduled. */
  nextRunAt: number | null;
  running: boolean;
  runsFinished: number;
  /** What the last hourly run failed with. */
  lastError: string | null;
}

/** What the HTTP side needs of the sandbox's clock and schedule. */
export interface SchedulePart {
  status(): SandboxStatus;
  /** Starts the hourly run in the background; nothing happens while one is running. */
  runNow(): void;
  advance(milliseconds: number): void;
}
