import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What people change, and what the app does in Jira. */
export const AUDIT_ACTIONS = [
  'account-saved',
  'account-removed',
  'credentials-saved',
  'credentials-removed',
  'rule-changed',
  'rollout-changed',
  'exception-requested',
  'exception-granted',
  'exception-declined',
  'exception-withdrawn',
  'exception-expired',
  'scan-started',
  'tickets-retried',
  'log-level-changed',
  'issue-created',
  'issue-updated',
  'issue-closed',
  'issue-reopened',
  'issue-reminded',
  'issue-escalated',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One field, by its path: `slaDays.critical`. Absent before or after: it was not there. */
export interface AuditChange {
  field: string;
  from?: unknown;
  to?: unknown;
}

/** Who did what to what, and why. */
export interface AuditEntry {
  /** The same for the same deed: writing it twice leaves one entry. 32 hex digits. */
  id: string;
  /** Milliseconds since 1970, UTC. */
  at: number;
  /** The Atlassian account id of the person; null for the app itself. */
  actor: string | null;
  action: AuditAction;
  /** What it was done to, as people name it: an account id, a rule id, an issue key. */
  subject: string;
  /** Why, or what of it; empty where action and changes say all. */
  note: string;
  changes: AuditChange[];
}

/** The id of an entry about a deed that these words tell from every other. */
export function auditId(...words: string[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(words)))).slice(0, 32);
}

/**
 * The fields in which two documents differ, by path; a list counts as one value.
 * @param before null where nothing was there
 */
export function changesBetween(before: object | null, after: object | null): AuditChange[] {
  const from = new Map(fieldsOf(before ?? {}));
  const to = new Map(fieldsOf(after ?? {}));
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((field) => JSON.stringify(from.get(field)) !== JSON.stringify(to.get(field)))
    .map((field) => ({
      field,
      ...(from.has(field) ? { from: from.get(field) } : {}),
      ...(to.has(field) ? { to: to.get(field) } : {}),
    }));
}

function fieldsOf(document: object, path = ''): [string, unknown][] {
  return Object.entries(document).flatMap(([name, value]: [string, unknown]) => {
    const field = path === '' ? name : `${path}.${name}`;
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isGroup ? fieldsOf(value, field) : [[field, value] as [string, unknown]];
  });
}
