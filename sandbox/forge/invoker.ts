import { randomUUID } from 'node:crypto';
import type { Counters } from './counters';
import type { Identity } from './identity';
import type { PlatformLimits } from './limits';
import type { Logs } from './log';
import { type ParsedManifest, timeoutSecondsOf } from './manifest';
import type { PlatformCalls } from './platform-calls';
import type { InvokeMessage } from './runtime/messages';
import type { InvocationEnd, WorkerPool } from './runtime/worker-pool';

/** What is to be run, and in whose name. */
export interface Invocation {
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

/** Test seam: which invocation is cut off, and after how many answers from outside (Forge, Jira, AWS). */
export interface CutOff {
  functionKey: string;
  afterCalls: number;
  /** How many invocations of the function pass first; none when left out. */
  afterInvocations?: number;
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

interface Options {
  manifest: ParsedManifest;
  identity: Identity;
  limits: PlatformLimits;
  pool: WorkerPool;
  calls: PlatformCalls;
  counters: () => Counters;
  logs: Logs;
  now: () => number;
}

/** Runs the manifest's functions, each with the context and the limits that Forge gives it. */
export class Invoker {
  readonly #options: Options;

  /** Test seam: applies to one invocation of its function. */
  cutOffOnce: CutOff | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Seconds that the function may run. */
  secondsOf(functionKey: string): number {
    const { manifest, limits } = this.#options;
    const seconds = timeoutSecondsOf(manifest, functionKey, {
      user: limits.userInvocationSeconds,
      background: limits.backgroundInvocationSeconds,
    });
    return Math.min(seconds, limits.longestInvocationSeconds);
  }

  /** An invocation that nobody caused and nobody waits for. */
  background(functionKey: string, moduleKey: string, event: unknown): Promise<InvocationEnd> {
    return this.invoke({ functionKey, moduleKey, event, accountId: null, forPerson: false, chain: null });
  }

  /** @throws Error when the manifest has no such function; what becomes of the invocation is returned */
  async invoke(invocation: Invocation): Promise<InvocationEnd> {
    const { counters, calls, logs, pool } = this.#options;
    const { functionKey, accountId, forPerson } = invocation;
    const seconds = this.secondsOf(functionKey);
    const invocationId = randomUUID();
    const messageOf = this.#messageOf(invocation, invocationId);
    let started = Date.now();
    let calledForge = 0;
    let externalRequests = 0;
    const end = await pool.run(
      (deadline) => {
        started = Date.now();
        return messageOf(deadline);
      },
      { seconds, forPerson },
      {
        forgeCall: (call) => {
          calledForge += 1;
          return calls.answer(call, { accountId, chain: invocation.chain ?? invocationId });
        },
        heap: (bytes) => {
          counters().peakHeapBytes = Math.max(counters().peakHeapBytes, bytes);
        },
        external: () => {
          externalRequests += 1;
        },
        log: logs.ofInvocation({ functionKey, invocationId, runtimeMinutes: Math.ceil(seconds / 60) }),
      },
    );
    counters().invocations += 1;
    const milliseconds = Date.now() - started;
    counters().callsOfInvocations.push({ functionKey, calls: calledForge + externalRequests, milliseconds });
    if (end.kind === 'cut-off') counters().cutOffs += 1;
    counters().longestInvocationMs = Math.max(counters().longestInvocationMs, milliseconds);
    counters().externalRequests += externalRequests;
    counters().externalRequestsOfAnInvocation = Math.max(
      counters().externalRequestsOfAnInvocation,
      externalRequests,
    );
    if (end.kind !== 'returned') {
      const { message } = new InvocationFailed(functionKey, end);
      logs.platform('error', functionKey, end.kind === 'threw' ? `${message}\n${end.stack}` : message);
    }
    return end;
  }

  #messageOf(invocation: Invocation, invocationId: string): (deadline: number) => InvokeMessage {
    const { manifest, identity, limits, now } = this.#options;
    const { functionKey, moduleKey, event, accountId } = invocation;
    const declared = manifest.modules.function.find((candidate) => candidate.key === functionKey);
    if (declared === undefined) throw new Error(`manifest.yml has no function with the key ${functionKey}`);
    const { appId, appVersion, environmentId, environmentType, installationId, cloudId } = identity;
    const { scopes, external } = manifest.permissions;
    const installContext = `ari:cloud:jira::site/${cloudId}`;
    const installation = { ari: { installationId }, contexts: [{ cloudId, workspaceId: null }] };
    const principal = accountId === null ? {} : { principal: { accountId } };
    const runtimeMinutes = Math.ceil(this.secondsOf(functionKey) / 60);
    const killAfterCalls = this.#takeCutOff(functionKey);
    return (deadline) => ({
      kind: 'invoke',
      invocationId,
      handler: declared.handler,
      args: [event, { installContext, ...principal, license: undefined, installation }],
      appContext: {
        appId,
        appVersion,
        environmentId,
        environmentType,
        invocationId,
        installationId,
        moduleKey,
        installation,
        permissions: { scopes, external },
      },
      contextAri: installContext,
      deadline,
      clockOffset: now() - Date.now(),
      egressRequests: limits.egressRequestsPerRuntimeMinute * runtimeMinutes,
      killAfterCalls,
    });
  }

  #takeCutOff(functionKey: string): number | null {
    const cutOff = this.cutOffOnce;
    if (cutOff?.functionKey !== functionKey) return null;
    const { afterCalls, afterInvocations = 0 } = cutOff;
    this.cutOffOnce = afterInvocations === 0 ? null : { ...cutOff, afterInvocations: afterInvocations - 1 };
    return afterInvocations === 0 ? afterCalls : null;
  }
}
