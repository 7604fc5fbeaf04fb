import type { AuditEntry } from '../domain/audit';
import type { Exception, ExceptionScope, ExceptionState } from '../domain/exception';
import type { CandidateFinding } from './candidate';

/** Who decided what about an exception, and when. */
export interface Decision {
  state: Exclude<ExceptionState, 'requested'>;
  by: string | null;
  at: number;
  note: string;
  /** A new end, where the one who grants it chose another. */
  until?: number;
}

/** Exceptions as they are stored. Every method can be repeated without harm. Times in milliseconds since 1970. */
export interface ExceptionStore {
  insert(exception: Exception): Promise<void>;
  get(id: string): Promise<Exception | null>;
  inState(state: ExceptionState): Promise<Exception[]>;
  /** The pending request or the exception in force of the finding itself; null when there is none. */
  ofFinding(findingId: string): Promise<Exception | null>;
  /** False when it is no longer in the state `from`: somebody else decided first. */
  decide(id: string, from: ExceptionState, decision: Decision): Promise<boolean>;

  /** Open findings that no exception covers, and that this one may cover, page by page. */
  candidates(scope: ExceptionScope): AsyncIterable<CandidateFinding[]>;
  /** Findings that the exception covers, page by page. */
  covered(id: string): AsyncIterable<CandidateFinding[]>;
  /** Covers findings that nothing covers yet; the clock of their SLA stops. */
  cover(id: string, findingIds: readonly string[], now: number): Promise<void>;
  /** Takes the cover off; the clock goes on where it stopped. */
  uncover(findingIds: readonly string[], now: number): Promise<void>;
  /** Takes the cover off whatever is covered by another exception than these. */
  uncoverAllBut(ids: readonly string[], now: number): Promise<void>;
  /** What people call a finding: `PAY-4, ec2-sg-open-ssh of bastion`; null when it is forgotten. */
  nameOf(findingId: string): Promise<string | null>;
  /** Stops the clock of a finding's SLA while somebody decides about it. */
  pause(findingId: string, now: number): Promise<void>;
  /** Lets every clock go on that stands still though no exception covers the finding and no request is pending. */
  resumeIdle(now: number): Promise<void>;

  /** Exceptions whose state was not told on the issues yet, with the issue of the finding. */
  untold(): Promise<{ exception: Exception; issue: { id: string; key: string } | null }[]>;
  markTold(id: string, state: ExceptionState): Promise<void>;
  markWarned(id: string, now: number): Promise<void>;
  /** Those in force whose end lies before. */
  endingBefore(before: number): Promise<Exception[]>;
  /** Those in force that end soon and whose owner was not told; not those that were granted for so short a time. */
  toWarn(now: number): Promise<Exception[]>;
}

export interface ExceptionDeps {
  store: ExceptionStore;
  audit(entries: readonly AuditEntry[]): Promise<void>;
  now(): number;
  newId(): string;
  /** Whether the SLA's clock stops while a request is pending. */
  pausesWhilePending(): Promise<boolean>;
}
