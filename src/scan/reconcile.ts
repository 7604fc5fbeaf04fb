import { canonicalJson } from '../domain/canonical-json';
import { findingId, storedArn } from '../domain/finding';
import { fitText, mayBeCut } from '../domain/fit-text';
import {
  type ArnSpan,
  type Evaluation,
  isInSpan,
  type RuleCoverage,
  type ScanOutcome,
} from '../domain/scan-outcome';
import { fitTags, type Tags } from '../domain/tag-pattern';
import type { FindingTerms } from './in-force';
import type { FindingRecord, StoredFinding } from './stored-finding';

/** The longest texts that the table holds; what is longer is cut visibly. */
const ID_LENGTH = 512;
const MESSAGE_LENGTH = 1000;
const EVIDENCE_LENGTH = 60_000;
const NAME_LENGTH = 256;

/** An evaluation as the table can hold it, and its identity, which is of the whole ARN. */
interface Judged {
  id: string;
  evaluation: Evaluation;
  message: string;
  evidence: string;
  resourceName: string | null;
}

export interface ReconcileInput {
  stored: readonly StoredFinding[];
  outcome: Pick<ScanOutcome, 'scope' | 'evaluations' | 'coverage'>;
  terms: FindingTerms;
  /** Milliseconds since 1970. */
  now: number;
}

/** What to write; everything that is not named stays as it is stored. */
export interface FindingChanges {
  inserts: FindingRecord[];
  updates: FindingUpdate[];
  /** Findings that never were open and are no longer unknown: there is nothing to remember of them. */
  deletes: string[];
}

export function isEmpty({ inserts, updates, deletes }: FindingChanges): boolean {
  return inserts.length + updates.length + deletes.length === 0;
}

/** The columns that a scan changes of a stored finding. */
export type FindingUpdate = Pick<
  FindingRecord,
  | 'id'
  | 'state'
  | 'severity'
  | 'message'
  | 'evidence'
  | 'resourceName'
  | 'tags'
  | 'projectKey'
  | 'firstSeenAt'
  | 'openedAt'
  | 'dueAt'
  | 'unknownSince'
  | 'pausedAt'
  | 'pausedMs'
  | 'resolvedAt'
  | 'resolvedReason'
  | 'changedAt'
  | 'needsSync'
>;

function evidenceOf(evaluation: Evaluation): string {
  const json = canonicalJson(evaluation.evidence);
  if (json.length <= EVIDENCE_LENGTH) return json;
  return canonicalJson({ truncated: true, start: fitText(json, EVIDENCE_LENGTH / 2) });
}

function judge(evaluation: Evaluation): Judged {
  return {
    id: findingId(evaluation),
    evaluation: {
      ...evaluation,
      resourceId: fitText(evaluation.resourceId, ID_LENGTH),
      resourceArn: storedArn(evaluation.resourceArn),
      tags: fitTags(evaluation.tags),
    },
    message: fitText(evaluation.message, MESSAGE_LENGTH),
    resourceName: evaluation.resourceName === null ? null : fitText(evaluation.resourceName, NAME_LENGTH),
    evidence: evidenceOf(evaluation),
  };
}

/**
 * The smallest set of changes that makes what is stored for one account and scope agree with what a scan found out.
 * Pure; doing it twice changes nothing the second time. Rules without an entry in the coverage are left alone.
 *
 * - fail: open, with the first-seen date of the first time and an SLA that counts from this opening
 * - unknown: unknown, with everything else intact; it never resolves
 * - pass: resolved as fixed
 * - absent: resolved as gone when the rule's resources were listed to the last page, unknown otherwise; left alone where
 *   the coverage speaks of other resources only
 */
export function reconcile(input: ReconcileInput): FindingChanges {
  const changes: FindingChanges = { inserts: [], updates: [], deletes: [] };
  const coverage = new Map(input.outcome.coverage.map((entry) => [entry.ruleId, entry]));
  const judged = new Map(
    input.outcome.evaluations.map((evaluation) => {
      const one = judge(evaluation);
      return [one.id, one] as const;
    }),
  );
  const known = new Set<string>();

  for (const finding of input.stored) {
    known.add(finding.id);
    const rule = coverage.get(finding.ruleId);
    if (rule === undefined) continue;
    const now = judged.get(finding.id);
    if (now === undefined && rule.span !== undefined && !isSurelyInSpan(finding, rule.span)) continue;
    const change = now === undefined ? absent(finding, rule, input) : present(finding, now, input);
    if (change === 'delete') changes.deletes.push(finding.id);
    else if (change !== null) changes.updates.push(change);
  }
  for (const one of judged.values()) {
    if (!known.has(one.id) && one.evaluation.status !== 'pass') changes.inserts.push(inserted(one, input));
  }
  return changes;
}

/** Of an ARN that was cut nobody knows whether it was among them: what is not known to have been looked for is not gone. */
function isSurelyInSpan({ resourceArn }: StoredFinding, span: ArnSpan): boolean {
  return !mayBeCut(resourceArn) && isInSpan(resourceArn, span);
}

function inserted(
  { id, evaluation, message, evidence, resourceName }: Judged,
  input: ReconcileInput,
): FindingRecord {
  const { now, terms, outcome } = input;
  const fails = evaluation.status === 'fail';
  return {
    id,
    ruleId: evaluation.ruleId,
    accountId: evaluation.accountId,
    region: evaluation.region,
    scope: outcome.scope,
    resourceId: evaluation.resourceId,
    resourceArn: evaluation.resourceArn,
    resourceName,
    tags: evaluation.tags,
    state: fails ? 'open' : 'unknown',
    severity: evaluation.severity,
    message,
    evidence,
    firstSeenAt: fails ? now : null,
    openedAt: fails ? now : null,
    dueAt: fails ? terms.dueAt(evaluation, now) : null,
    unknownSince: fails ? null : now,
    pausedAt: null,
    pausedMs: 0,
    resolvedAt: null,
    resolvedReason: null,
    changedAt: now,
    projectKey: terms.projectKey(evaluation),
    needsSync: fails,
  };
}

function unchanged(finding: StoredFinding, { message, evidence, evaluation, resourceName }: Judged): boolean {
  return (
    finding.message === message &&
    finding.evidence === evidence &&
    finding.severity === evaluation.severity &&
    finding.resourceName === resourceName
  );
}

function sameTags(a: Tags, b: Tags): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

type Change = FindingUpdate | 'delete' | null;

function present(finding: StoredFinding, judged: Judged, input: ReconcileInput): Change {
  switch (judged.evaluation.status) {
    case 'fail':
      return failing(finding, judged, input);
    case 'pass':
      return resolved(finding, 'fixed', input, judged);
    case 'unknown':
      return unreadable(finding, judged.message, input);
  }
}

function failing(finding: StoredFinding, judged: Judged, { now, terms }: ReconcileInput): Change {
  const { severity, tags } = judged.evaluation;
  const projectKey = terms.projectKey(judged.evaluation);
  const sameForJira =
    finding.state === 'open' && unchanged(finding, judged) && finding.projectKey === projectKey;
  if (sameForJira && sameTags(finding.tags, tags)) return null;
  const { resourceName } = judged;
  // A finding that only could not be read for a while was open all along.
  const goesOn = finding.state !== 'resolved' && finding.openedAt !== null;
  const openedAt = goesOn ? finding.openedAt : now;
  const pausedMs = goesOn ? finding.pausedMs : 0;
  return {
    id: finding.id,
    state: 'open',
    severity,
    message: judged.message,
    evidence: judged.evidence,
    resourceName,
    tags,
    projectKey,
    firstSeenAt: finding.firstSeenAt ?? now,
    openedAt,
    dueAt: terms.dueAt(judged.evaluation, openedAt ?? now) + pausedMs,
    unknownSince: null,
    pausedAt: goesOn || finding.pausedAt === null ? finding.pausedAt : now,
    pausedMs,
    resolvedAt: null,
    resolvedReason: null,
    changedAt: now,
    needsSync: !sameForJira,
  };
}

function resolved(
  finding: StoredFinding,
  reason: 'fixed' | 'gone',
  { now }: ReconcileInput,
  judged?: Judged,
): Change {
  if (finding.state === 'resolved') return null;
  if (finding.firstSeenAt === null) return 'delete';
  return {
    id: finding.id,
    state: 'resolved',
    severity: finding.severity,
    message: judged?.message ?? finding.message,
    evidence: judged?.evidence ?? finding.evidence,
    resourceName: finding.resourceName,
    tags: finding.tags,
    projectKey: finding.projectKey,
    firstSeenAt: finding.firstSeenAt,
    openedAt: finding.openedAt,
    dueAt: null,
    unknownSince: null,
    pausedAt: finding.pausedAt,
    pausedMs: finding.pausedMs,
    resolvedAt: now,
    resolvedReason: reason,
    changedAt: now,
    needsSync: true,
  };
}

function unreadable(finding: StoredFinding, why: string, { now, terms }: ReconcileInput): Change {
  const message = fitText(why, MESSAGE_LENGTH);
  if (finding.state === 'unknown' && finding.message === message) return null;
  // What was fixed and cannot be read now is not open: should it fail again, that is a new opening.
  const openedAt = finding.state === 'resolved' ? null : finding.openedAt;
  return {
    id: finding.id,
    state: 'unknown',
    severity: finding.severity,
    message,
    evidence: finding.evidence,
    resourceName: finding.resourceName,
    tags: finding.tags,
    projectKey: finding.projectKey,
    firstSeenAt: finding.firstSeenAt,
    openedAt,
    dueAt: openedAt === null ? null : terms.dueAt(finding, openedAt) + finding.pausedMs,
    unknownSince: finding.unknownSince ?? now,
    pausedAt: finding.pausedAt,
    pausedMs: finding.pausedMs,
    resolvedAt: null,
    resolvedReason: null,
    changedAt: now,
    needsSync: finding.state !== 'unknown' && finding.firstSeenAt !== null,
  };
}

function absent(finding: StoredFinding, rule: RuleCoverage, input: ReconcileInput): Change {
  // What was resolved and is not listed has nothing new to say.
  if (finding.state === 'resolved') return null;
  return rule.complete ? resolved(finding, 'gone', input) : unreadable(finding, rule.reason, input);
}
