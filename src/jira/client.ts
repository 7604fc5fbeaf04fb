import { asApp, asUser, type Route } from '@forge/api';
import type { z } from 'zod';
import { jiraPointsOf } from '../domain/quotas';
import { log, noteUsage, noteWait } from '../log/log';
import { JiraError, jiraErrorOf, parseJson } from './jira-error';

export interface JiraResponse {
  status: number;
  ok: boolean;
  text(): Promise<string>;
  headers: { get(name: string): string | null };
}

/** Sends one request to Jira; `asApp().requestJira` is one. */
export type SendToJira = (
  path: Route,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<JiraResponse>;

export interface JiraCall<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: Route;
  /** Sent as JSON. */
  body?: unknown;
  /** What a successful answer has to look like. */
  answer: z.ZodType<T>;
  /** Whether sending it twice does no harm. A GET, PUT or DELETE is taken to be so, a POST is not unless said. */
  idempotent?: boolean;
  /** Error statuses whose body `answer` describes too: a bulk create answers 400 with the failures of each issue. */
  alsoAnswers?: readonly number[];
}

export interface JiraClientOptions {
  /** Milliseconds that the invocation has left; no wait goes beyond them. */
  remainingMs?: () => number;
  sleep?: (ms: number) => Promise<void>;
  send?: SendToJira;
}

export interface JiraClient {
  /** Throws a JiraError when Jira refuses, does not answer, or answers something else than `answer`. */
  request<T>(call: JiraCall<T>): Promise<T>;
}

const MAX_ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
/**
 * A run that is told to wait for longer stops, and the next one goes on: who waits holds claims and leases, and a create that
 * is sent after its claim was given up would be a second issue.
 */
const LONGEST_WAIT_MS = 60_000;
/** Time to leave for writing down what was done before a wait is not worth it. */
const RESERVE_MS = 5_000;

/** Calls Jira as the app's own user. */
export function jiraAsApp(options: JiraClientOptions = {}): JiraClient {
  return jiraClient({ send: (path, init) => asApp().requestJira(path, init), ...options });
}

/** Calls Jira with the permissions of the person who caused the invocation. */
export function jiraAsUser(options: JiraClientOptions = {}): JiraClient {
  return jiraClient({ send: (path, init) => asUser().requestJira(path, init), ...options });
}

/**
 * Waits out 429 as Jira's Retry-After says (nothing was done, so any call may be repeated) and repeats idempotent calls
 * after 5xx and lost answers, all within the time left and a minute of waiting for one call.
 * Source: https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
export function jiraClient(options: JiraClientOptions & { send: SendToJira }): JiraClient {
  const remainingMs = options.remainingMs ?? (() => Number.POSITIVE_INFINITY);
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));

  return {
    async request(call) {
      let mayWaitMs = LONGEST_WAIT_MS;
      for (let attempt = 1; ; attempt += 1) {
        const result = await attemptCall(options.send, call, attempt);
        if (result.ok) return result.value;
        const waitMs = waitBeforeRetry(call, result, attempt);
        if (waitMs === null || waitMs > Math.min(mayWaitMs, remainingMs() - RESERVE_MS)) throw result.error;
        mayWaitMs -= waitMs;
        noteWait('jira', waitMs);
        await sleep(waitMs);
      }
    },
  };
}

type Attempt<T> = { ok: true; value: T } | { ok: false; error: JiraError; retryAfterMs: number | null };

async function attemptCall<T>(send: SendToJira, call: JiraCall<T>, attempt: number): Promise<Attempt<T>> {
  const started = Date.now();
  const result = await exchange(send, call);
  noteUsage({ jiraCalls: 1, jiraPoints: jiraPointsOf(call.method) });
  log('debug', 'jira-call', {
    call: nameOf(call),
    attempt,
    status: result.ok ? 'ok' : result.error.status,
    milliseconds: Date.now() - started,
  });
  return result;
}

async function exchange<T>(send: SendToJira, call: JiraCall<T>): Promise<Attempt<T>> {
  const name = nameOf(call);
  let response: JiraResponse;
  let text: string;
  try {
    response = await send(call.path, {
      method: call.method,
      headers: {
        Accept: 'application/json',
        ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    text = await response.text();
  } catch (cause) {
    return { ok: false, error: errorOfThrown(name, cause), retryAfterMs: null };
  }
  if (!response.ok && !call.alsoAnswers?.includes(response.status)) {
    const retryAfterMs = retryAfterOf(response.headers.get('Retry-After'));
    return { ok: false, error: jiraErrorOf(name, response.status, text), retryAfterMs };
  }
  const parsed = call.answer.safeParse(parseJson(text));
  if (parsed.success) return { ok: true, value: parsed.data };
  if (!response.ok) return { ok: false, error: jiraErrorOf(name, response.status, text), retryAfterMs: null };
  const where = parsed.error.issues[0]?.path.join('.') || 'the answer as a whole';
  const messages = [`The answer is not what the REST API describes (${where}).`];
  const error = new JiraError(name, 0, messages, {}, { cause: parsed.error });
  return { ok: false, error, retryAfterMs: null };
}

/** The platform's proxy throws what it refuses, with the status where it has one. */
function errorOfThrown(name: string, cause: unknown): JiraError {
  const status =
    cause instanceof Error && 'status' in cause && typeof cause.status === 'number' ? cause.status : 0;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new JiraError(name, status, [message], {}, { cause });
}

function waitBeforeRetry<T>(
  call: JiraCall<T>,
  result: { error: JiraError; retryAfterMs: number | null },
  attempt: number,
): number | null {
  if (attempt >= MAX_ATTEMPTS) return null;
  const { status, outcome } = result.error;
  const idempotent = call.idempotent ?? call.method !== 'POST';
  const repeatable = status === 429 || (outcome === 'unanswered' && idempotent);
  if (!repeatable) return null;
  return result.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1);
}

function retryAfterOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** The call as people read it in an error: without the query, which can be long. */
function nameOf(call: { method: string; path: Route }): string {
  return `${call.method} ${call.path.value.split('?')[0]}`;
}
