import type { FindingIdentity, FindingState } from '../domain/finding';
import type { Scope } from '../domain/scope';
import type { Severity } from '../domain/severity';
import type { Tags } from '../domain/tag-pattern';

/** What reconcile has to know of a finding that is stored; times in milliseconds since 1970. */
export interface StoredFinding extends FindingIdentity {
  id: string;
  scope: Scope;
  state: FindingState;
  severity: Severity;
  message: string;
  /** Canonical JSON, as `canonicalJson` writes it. */
  evidence: string;
  resourceName: string | null;
  /** The resource's own. */
  tags: Tags;
  /** The project that it was last found to belong to; null when nobody owned it. */
  projectKey: string | null;
  firstSeenAt: number | null;
  openedAt: number | null;
  unknownSince: number | null;
  /** Since when the clock of its SLA stands still; null while it goes. */
  pausedAt: number | null;
  /** How long it stood still before, in this opening; milliseconds. */
  pausedMs: number;
}

/** A finding as it is to be stored, ticket columns aside: those belong to tickets/. */
export interface FindingRecord extends StoredFinding {
  resourceId: string;
  dueAt: number | null;
  resolvedAt: number | null;
  resolvedReason: 'fixed' | 'gone' | null;
  changedAt: number;
  /** Whether Jira has to hear of it. */
  needsSync: boolean;
}
