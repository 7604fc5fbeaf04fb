import { z } from 'zod';
import { accountIdSchema, projectKeySchema } from '../domain/account';
import { FINDING_ID } from '../domain/finding';
import { type ExceptionResponses, exceptionRequests } from './exceptions';
import {
  type FindingDetail,
  type FindingFilters,
  type FindingsPage,
  type FindingsSummary,
  findingsQuerySchema,
} from './findings';
import type { UnreadView } from './unread';

export const globalPageRequests = {
  /** What the caller may do beyond looking. */
  getAbilities: z.object({}),
  getSummary: z.object({}),
  getFilters: z.object({}),
  listFindings: findingsQuerySchema,
  getFinding: z.object({ findingId: z.string().regex(FINDING_ID) }),
  /** How the SLA is kept: now by team and account, and day by day, of all or of one of them. */
  getSla: z.object({ accountId: accountIdSchema.optional(), projectKey: projectKeySchema.optional() }),
  listUnread: z.object({}),
  listRuns: z.object({}),
  ...exceptionRequests,
};

export interface RunView {
  runId: string;
  trigger: 'schedule' | 'manual';
  startedAt: number;
  /** When the last work item ended; null while scanning. */
  scannedAt: number | null;
  /** When the tickets were in step; null before that. */
  finishedAt: number | null;
  workItems: { total: number; queued: number; running: number; done: number; failed: number };
  issues: { created: number; updated: number; closed: number; reopened: number; held: number };
  /** What went wrong, for people: a project without the issue type, a required field that the app does not fill. */
  problems: string[];
}

export interface SlaStandingView {
  /** An account id or a project key; empty for what nobody owns. */
  id: string;
  name: string;
  open: number;
  overdue: number;
  /** The earliest due date that has passed, in milliseconds since 1970; null when none has. */
  oldestDueAt: number | null;
}

export interface SlaView {
  /** Of the last 90 days, the oldest first; days without a scan are left out. `dayAt` is midnight UTC. */
  days: { dayAt: number; open: number; overdue: number }[];
  /** The most overdue first. */
  teams: SlaStandingView[];
  accounts: SlaStandingView[];
}

export interface GlobalPageResponses extends ExceptionResponses {
  getAbilities: { mayManageSettings: boolean };
  getSummary: FindingsSummary;
  getFilters: FindingFilters;
  listFindings: FindingsPage;
  getFinding: FindingDetail;
  getSla: SlaView;
  listUnread: UnreadView;
  /** The newest first, at most 20. */
  listRuns: { runs: RunView[] };
}
