import type { AdminOverview } from '../src/contract/admin-page';
import type { FindingsPage, FindingsSummary } from '../src/contract/findings';
import type { RunView } from '../src/contract/global-page';
import type { Severity } from '../src/domain/severity';

/** What one complete hourly cycle did and left behind: the object that `--once --json` prints. */
export interface CycleSummary {
  accounts: number;
  workItems: number;
  /** What is known after the cycle; bySeverity counts the open ones. */
  findings: { open: number; resolved: number; unknown: number; bySeverity: Record<Severity, number> };
  /** What the cycle did in Jira. */
  issues: { created: number; updated: number; closed: number; reopened: number };
  /** How often the cycle called each AWS operation. */
  awsCalls: Record<string, number>;
  jiraCalls: number;
  sqlStatements: number;
  durationMs: number;
}

/** What the app's own pages say after a cycle. */
export interface PagesAfterCycle {
  overview: AdminOverview;
  summary: FindingsSummary;
  resolved: FindingsPage;
  run: RunView;
}

/** What the cycle cost, as the sandbox counted it. */
export type CycleCost = Pick<CycleSummary, 'awsCalls' | 'jiraCalls' | 'sqlStatements' | 'durationMs'>;

/** Puts the numbers of the app's pages and of the sandbox's counters side by side. */
export function summarizeCycle(
  { overview, summary, resolved, run }: PagesAfterCycle,
  cost: CycleCost,
): CycleSummary {
  const { created, updated, closed, reopened } = run.issues;
  return {
    accounts: overview.accounts.length,
    workItems: run.workItems.total,
    findings: {
      open: summary.open,
      resolved: resolved.total,
      unknown: summary.unknown,
      bySeverity: summary.openBySeverity,
    },
    issues: { created, updated, closed, reopened },
    ...cost,
  };
}
