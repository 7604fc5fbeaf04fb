import type { FindingIdentity } from './finding';
import type { JsonObject } from './json';
import type { JudgementStatus } from './judgement';
import type { ScanRest } from './scan-rest';
import type { Scope } from './scope';
import type { Severity } from './severity';

/** One rule's judgement of one resource in one scan. */
export interface Evaluation extends FindingIdentity {
  scope: Scope;
  resourceType: string;
  /** The short id people use: bucket name, sg-0abc, vol-0abc. */
  resourceId: string;
  resourceName: string | null;
  tags: Record<string, string>;
  status: JudgementStatus;
  severity: Severity;
  message: string;
  evidence: JsonObject;
}

/** `error`: AWS or the way to it failed. `rule-error`: AWS answered, and a rule of ours could not make sense of it. */
export const UNREAD_REASONS = [
  'access-denied',
  'throttled',
  'region-not-enabled',
  'timeout',
  'credentials',
  'network',
  'error',
  'rule-error',
] as const;
export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** An AWS operation that did not answer, or a rule that failed, so that what depends on it is unknown. */
export interface Unread {
  accountId: string;
  region: string;
  /** As in an IAM policy and in the rule catalogue: `ec2:DescribeVolumes`; `rule:<id>` for a rule that failed. */
  operation: string;
  reason: UnreadReason;
  /** For the person who can fix it; free of secrets. */
  message: string;
}

/** A stretch of resources by their ARNs, in the order of `compareArns`: those after `after`, up to and with `upTo`. */
export interface ArnSpan {
  /** Null: from the first one. */
  after: string | null;
  /** Null: to the last one. */
  upTo: string | null;
}

/** Orders ARNs the same in every invocation, whatever its locale. */
export function compareArns(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function isInSpan(arn: string, { after, upTo }: ArnSpan): boolean {
  return (after === null || compareArns(arn, after) > 0) && (upTo === null || compareArns(arn, upTo) <= 0);
}

/**
 * Whether everything that a rule judges was listed to the last page. Only then does a resource's absence mean that it is
 * gone; otherwise its findings become unknown. With `span`, this speaks of those resources and of no other.
 */
export type RuleCoverage = { ruleId: string; span?: ArnSpan } & (
  | { complete: true }
  | { complete: false; reason: string }
);

/** What one pass over (account, scope) found out. */
export interface ScanOutcome {
  accountId: string;
  scope: Scope;
  evaluations: Evaluation[];
  coverage: RuleCoverage[];
  unread: Unread[];
  /** AWS API calls sent, retries included, by `service:Operation`. */
  apiCalls: Record<string, number>;
  /** What was not reached: it was not judged, and no coverage speaks of it. Null when all was. */
  rest: ScanRest | null;
}
