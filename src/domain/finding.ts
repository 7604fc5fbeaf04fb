import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fitText } from './fit-text';
import type { JsonObject } from './json';
import type { Scope } from './scope';
import type { Severity } from './severity';

/** What the last scan saw. */
export type FindingState = 'open' | 'unknown' | 'resolved';

/** What people are shown: `excepted` fails, and somebody decided that it may for a time. */
export const SHOWN_STATES = ['open', 'unknown', 'excepted', 'resolved'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export function shownState(state: FindingState, exceptionId: string | null): ShownState {
  return state === 'open' && exceptionId !== null ? 'excepted' : state;
}

/** What makes a finding the same finding in every scan, whatever its title or severity becomes. */
export interface FindingIdentity {
  ruleId: string;
  accountId: string;
  region: string;
  resourceArn: string;
}

/** What the id of a finding looks like. */
export const FINDING_ID = /^[\w-]{20}$/;

/**
 * The finding's fingerprint, stable across scans: 20 characters of base64url. They hold 120 bits, so that nobody finds two
 * names that come to the same one; over a hundred remain to Jira's search, which does not tell upper from lower case.
 */
export function findingId(identity: FindingIdentity): string {
  const parts = [identity.ruleId, identity.accountId, identity.region, identity.resourceArn];
  const digest = sha256(utf8ToBytes(JSON.stringify(parts)));
  return btoa(String.fromCharCode(...digest.slice(0, 15)))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

const ARN_LENGTH = 1024;

/** The ARN as the table holds it, where one that is too long is cut. */
export function storedArn(arn: string): string {
  return fitText(arn, ARN_LENGTH);
}

/** Times are milliseconds since 1970, UTC. */
export interface Finding extends FindingIdentity {
  id: string;
  scope: Scope;
  resourceId: string;
  resourceName: string | null;
  state: FindingState;
  severity: Severity;
  message: string;
  evidence: JsonObject;
  /** When a scan first saw the resource fail; null while it was only ever unreadable. Survives resolving and reopening. */
  firstSeenAt: number | null;
  /** When it last became open; the SLA counts from here. */
  openedAt: number | null;
  /** When the security SLA asks for the fix; null while nothing is open. */
  dueAt: number | null;
  /** Since when it has been unreadable; null while it is readable. */
  unknownSince: number | null;
  resolvedAt: number | null;
  resolvedReason: 'fixed' | 'gone' | 'rule-off' | 'account-removed' | null;
  changedAt: number;
  /** The Jira project that the finding is routed to. */
  projectKey: string | null;
}
