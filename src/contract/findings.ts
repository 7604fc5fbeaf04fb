import { z } from 'zod';
import { accountIdSchema } from '../domain/account';
import { SHOWN_STATES, type ShownState } from '../domain/finding';
import type { JsonObject } from '../domain/json';
import { type Severity, severitySchema } from '../domain/severity';

export const FINDING_SORTS = ['severity', 'due', 'firstSeen', 'account', 'rule', 'resource'] as const;

/** Nobody pages further, and the database should not have to either. */
export const MOST_PAGED = 10_000;
/** What is overdue or was resolved lately is counted so far; a count that comes to this says "or more". */
export const COUNTED_UP_TO = 30_000;

/** One page of the findings table: filter, sort, search and paging all happen on the server. */
export const findingsQuerySchema = z
  .object({
    states: z.array(z.enum(SHOWN_STATES)).min(1).default(['open', 'unknown']),
    severities: z.array(severitySchema).optional(),
    accountIds: z.array(accountIdSchema).max(3000).optional(),
    regions: z.array(z.string().max(32)).max(100).optional(),
    ruleIds: z.array(z.string().max(64)).max(500).optional(),
    /** Matches in resource id, name or ARN, and in the rule id. */
    search: z.string().trim().max(200).optional(),
    overdueOnly: z.boolean().optional(),
    sort: z.enum(FINDING_SORTS).default('severity'),
    descending: z.boolean().default(false),
    page: z.number().int().min(1).max(10_000).default(1),
    pageSize: z.number().int().min(1).max(100).default(25),
  })
  .refine(({ page, pageSize }) => (page - 1) * pageSize < MOST_PAGED, {
    path: ['page'],
    message: `pages go up to the ${MOST_PAGED.toLocaleString('en-US')}th finding; filter for those after it`,
  });
export type FindingsQuery = z.input<typeof findingsQuerySchema>;
/** The same with its defaults filled in. */
export type ParsedFindingsQuery = z.output<typeof findingsQuerySchema>;

export interface FindingRow {
  id: string;
  ruleId: string;
  ruleTitle: string;
  severity: Severity;
  state: ShownState;
  accountId: string;
  accountName: string;
  region: string;
  resourceId: string;
  resourceName: string | null;
  resourceArn: string;
  message: string;
  /** Milliseconds since 1970. */
  firstSeenAt: number | null;
  dueAt: number | null;
  overdue: boolean;
  /** Since when the clock of the SLA stands still; null while it goes. */
  pausedSince: number | null;
  resolvedAt: number | null;
  unknownSince: number | null;
  issueKey: string | null;
  projectKey: string | null;
}

export interface FindingsPage {
  rows: FindingRow[];
  total: number;
  /** There are more than `total`. */
  more: boolean;
  /** What of the query could not be done among so many findings; for people. */
  note: string | null;
  page: number;
  pageSize: number;
}

/** What the filters offer: only what occurs in the findings that the caller may see. */
export interface FindingFilters {
  accounts: { id: string; name: string }[];
  regions: string[];
  rules: { id: string; title: string }[];
}

export interface FindingsSummary {
  openBySeverity: Record<Severity, number>;
  open: number;
  unknown: number;
  /** Findings that fail and that an exception covers. */
  excepted: number;
  overdue: number;
  resolvedLast30Days: number;
  /** When the last complete run ended; null before the first one. */
  lastScanAt: number | null;
  /** Things the reader has to know: the ceiling was reached, the scan is older than three hours, nothing is connected. */
  notices: Notice[];
}

export interface Notice {
  kind: 'info' | 'warning' | 'error';
  title: string;
  text: string;
}

export interface GuidanceView {
  why: string;
  console: string[];
  cli: string;
  terraform: string;
  before: string;
  links: { title: string; url: string }[];
}

export interface FindingDetail extends FindingRow {
  evidence: JsonObject;
  openedAt: number | null;
  /** When a scan last read this resource and judged it. */
  lastSeenAt: number | null;
  resolvedReason: string | null;
  guidance: GuidanceView;
  /** Opens the resource in the AWS console; null where AWS has no page for it. */
  consoleUrl: string | null;
  references: { cis: string[]; fsbp: string[] };
}
