import { covers, type Exception, type ExceptionPattern, type ExceptionScope } from '../domain/exception';
import { applyExceptions } from './apply-exceptions';
import type { CandidateFinding } from './candidate';
import { auditException } from './exception-audit';
import type { ExceptionDeps } from './ports';

export interface ExceptionRequest {
  scope: ExceptionScope;
  reason: string;
  until: number;
  by: string;
}

/**
 * Asks for an exception. For one finding, a request that is pending or an exception in force is answered instead of making
 * a second one.
 */
export async function requestException(deps: ExceptionDeps, request: ExceptionRequest): Promise<Exception> {
  const { scope } = request;
  const present = scope.kind === 'finding' ? await deps.store.ofFinding(scope.findingId) : null;
  const exception = present ?? (await insertRequest(deps, request));
  if (exception.state !== 'requested') return exception;
  // Also for one that is there already: whoever made it may have been cut off here.
  const { requestedBy, requestedAt } = exception;
  await auditException(deps, exception, { state: 'requested', actor: requestedBy, at: requestedAt });
  if (scope.kind === 'finding' && (await deps.pausesWhilePending()))
    await deps.store.pause(scope.findingId, deps.now());
  return exception;
}

async function insertRequest(
  { store, newId, now }: ExceptionDeps,
  { scope, by, reason, until }: ExceptionRequest,
): Promise<Exception> {
  const exception: Exception = {
    id: newId(),
    scope,
    reason,
    until,
    state: 'requested',
    requestedBy: by,
    requestedAt: now(),
    decidedBy: null,
    decidedAt: null,
    note: '',
  };
  await store.insert(exception);
  return exception;
}

export interface ExceptionDecision {
  id: string;
  verdict: 'granted' | 'declined' | 'withdrawn';
  by: string;
  note: string;
  /** Another end than the one that was asked for. */
  until?: number;
}

/**
 * Decides about an exception, and makes the findings agree at once.
 * @returns the exception as it is now, or null when it is not in a state in which that can be decided
 */
export async function decideException(
  deps: ExceptionDeps,
  { id, verdict, by, note, until }: ExceptionDecision,
): Promise<Exception | null> {
  const before = await deps.store.get(id);
  if (before === null || !mayBecome(before, verdict)) return null;
  const at = deps.now();
  const decision = { state: verdict, by, at, note, ...(until === undefined ? {} : { until }) };
  if (!(await deps.store.decide(id, before.state, decision))) return null;
  const after: Exception = {
    ...before,
    state: verdict,
    decidedBy: by,
    decidedAt: at,
    note,
    until: until ?? before.until,
  };
  await auditException(deps, after, { state: verdict, actor: by, at, note });
  await applyExceptions(deps);
  return after;
}

function mayBecome({ state }: Exception, verdict: ExceptionDecision['verdict']): boolean {
  return verdict === 'withdrawn' ? state === 'requested' || state === 'granted' : state === 'requested';
}

export interface ExceptionPreview {
  total: number;
  /** The first few. */
  sample: CandidateFinding[];
}

const SAMPLE = 20;

/** What a standing exception would cover now, of what nothing covers yet. */
export async function previewException(
  { store }: Pick<ExceptionDeps, 'store'>,
  pattern: ExceptionPattern,
): Promise<ExceptionPreview> {
  const scope = { kind: 'pattern', pattern } as const;
  const preview: ExceptionPreview = { total: 0, sample: [] };
  for await (const page of store.candidates(scope)) {
    for (const finding of page) {
      if (!covers(scope, finding)) continue;
      preview.total += 1;
      if (preview.sample.length < SAMPLE) preview.sample.push(finding);
    }
  }
  return preview;
}
