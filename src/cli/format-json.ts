import type { ScanReport } from './report';

/** The report as one JSON object; docs/ describes its shape, which scripts rely on. */
export function formatJson({ results, unread, apiCalls, durationMs }: ScanReport): string {
  const shown = {
    results: results.map((result) => ({
      ruleId: result.ruleId,
      accountId: result.accountId,
      region: result.region,
      resourceType: result.resourceType,
      resourceId: result.resourceId,
      resourceArn: result.resourceArn,
      status: result.status,
      severity: result.severity,
      message: result.message,
      evidence: result.evidence,
    })),
    unread: unread.map(({ accountId, region, operation, reason }) => ({
      accountId,
      region,
      operation,
      reason,
    })),
    apiCalls,
    durationMs,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
