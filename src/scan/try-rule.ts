import type { Account } from '../domain/account';
import type { ScanOutcome } from '../domain/scan-outcome';
import { GLOBAL_SCOPE } from '../domain/scope';
import type { Severity } from '../domain/severity';
import { UnreadableError } from './evaluate/unreadable';
import type { InForce } from './in-force';
import type { ScanDeps } from './ports';
import { type FindingChanges, type FindingUpdate, reconcile } from './reconcile';
import type { RequestBudget } from './request-budget';
import { scanScope } from './scan-scope';
import type { StoredFinding } from './stored-finding';

type Deps = Pick<ScanDeps, 'cloud' | 'now'> & { store: Pick<ScanDeps['store'], 'findingsOfScope'> };

export interface Trial {
  account: Account;
  /** A region's code, or `global`. */
  scope: string;
  ruleId: string;
  /** What would hold. */
  candidate: InForce;
  remainingMs: () => number;
  requests: RequestBudget;
}

export const TRIAL_KINDS = ['opens', 'resolves', 'changes'] as const;

export interface TrialFinding {
  kind: (typeof TRIAL_KINDS)[number];
  severity: Severity;
  resource: string;
  message: string;
}

/** What the next scan would find other than what is stored now. */
export interface TrialResult {
  findings: TrialFinding[];
  /** Findings that fail now and still would. */
  stays: number;
  /** Why nobody knows all of it; null when all was read. */
  unread: string | null;
}

/**
 * Judges one account in one scope by settings that are not saved yet, and compares what it sees with what is stored, by
 * the reconciliation of the real scan. Writes nothing.
 */
export async function tryRule(deps: Deps, trial: Trial): Promise<TrialResult> {
  const { account, scope, ruleId, candidate } = trial;
  const stored = (await deps.store.findingsOfScope(account.id, scope)).filter(
    (finding) => finding.ruleId === ruleId,
  );
  const isOn = candidate.rulesOf(account.id).some(({ rule }) => rule.id === ruleId);
  if (!isOn) return { findings: stored.filter(isFailing).map(resolvedFinding), stays: 0, unread: null };

  const outcome = await read(deps, trial);
  const changes = reconcile({ stored, outcome, terms: candidate.termsOf(account.id), now: deps.now() });
  return { ...resultOf(stored, changes), unread: unreadOf(outcome) };
}

type Outcome = Pick<ScanOutcome, 'scope' | 'evaluations' | 'coverage' | 'rest'>;

async function read(deps: Deps, { account, scope, ruleId, candidate, ...limits }: Trial): Promise<Outcome> {
  const kind = scope === GLOBAL_SCOPE ? 'global' : 'regional';
  const rules = candidate
    .rulesOf(account.id)
    .filter(({ rule }) => rule.id === ruleId && rule.resource.scope === kind);
  try {
    const readers = await deps.cloud.readers(account, scope, limits.requests);
    return await scanScope({
      account,
      scope,
      rules,
      readers,
      now: deps.now(),
      only: { ruleIds: [ruleId] },
      ...limits,
    });
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return {
      scope,
      evaluations: [],
      coverage: [{ ruleId, complete: false, reason: error.message }],
      rest: null,
    };
  }
}

function resultOf(
  stored: readonly StoredFinding[],
  { inserts, updates }: FindingChanges,
): Omit<TrialResult, 'unread'> {
  const before = new Map(stored.map((finding) => [finding.id, finding]));
  const findings: TrialFinding[] = inserts
    .filter(({ state }) => state === 'open')
    .map((finding) => ({ kind: 'opens', ...shown(finding) }));
  for (const update of updates) {
    const finding = before.get(update.id);
    const kind = finding === undefined ? null : kindOf(finding, update);
    if (finding !== undefined && kind !== null)
      findings.push({ kind, ...shown({ ...finding, severity: update.severity, message: update.message }) });
  }
  const left = new Set(updates.filter(({ state }) => state !== 'open').map(({ id }) => id));
  return { findings, stays: stored.filter((finding) => isFailing(finding) && !left.has(finding.id)).length };
}

function kindOf(finding: StoredFinding, update: FindingUpdate): TrialFinding['kind'] | null {
  if (update.state === 'open' && finding.state !== 'open') return 'opens';
  if (update.state === 'resolved' && finding.state !== 'resolved') return 'resolves';
  return update.state === 'open' && update.severity !== finding.severity ? 'changes' : null;
}

function isFailing({ state }: StoredFinding): boolean {
  return state === 'open';
}

function resolvedFinding(finding: StoredFinding): TrialFinding {
  return { kind: 'resolves', ...shown(finding) };
}

function shown({
  severity,
  resourceName,
  resourceArn,
  message,
}: Pick<StoredFinding, 'severity' | 'resourceName' | 'resourceArn' | 'message'>): Omit<TrialFinding, 'kind'> {
  return { severity, resource: resourceName ?? resourceArn, message };
}

function unreadOf({ rest, coverage, evaluations }: Outcome): string | null {
  if (rest !== null) return 'There is too much to read for an answer at once.';
  for (const entry of coverage) if (!entry.complete) return entry.reason;
  return evaluations.find(({ status }) => status === 'unknown')?.message ?? null;
}
