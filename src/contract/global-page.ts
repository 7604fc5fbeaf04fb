import { z } from 'zod';
import { type ExceptionResponses, exceptionRequests } from './exceptions';
import {
  type FindingDetail,
  type FindingFilters,
  type FindingsPage,
  type FindingsSummary,
  findingsQuerySchema,
} from './findings';
import type { UnreadRow } from './unread';

export const globalPageRequests = {
  /** What the caller may do beyond looking. */
  getAbilities: z.object({}),
  getSummary: z.object({}),
  getFilters: z.object({}),
  listFindings: findingsQuerySchema,
  getFinding: z.object({ findingId: z.string().regex(/^[0-9a-f]{32}$/) }),
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

export interface GlobalPageResponses extends ExceptionResponses {
  getAbilities: { mayManageSettings: boolean };
  getSummary: FindingsSummary;
  getFilters: FindingFilters;
  listFindings: FindingsPage;
  getFinding: FindingDetail;
  listUnread: { rows: UnreadRow[] };
  /** The newest first, at most 20. */
  listRuns: { runs: RunView[] };
}
