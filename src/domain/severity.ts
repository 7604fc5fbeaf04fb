import { z } from 'zod';

/** Worst first: the order in which issues are filed and tables are sorted. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

/** 0 for critical up to 3 for low: small numbers sort first, in SQL as in memory. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** The reverse of severityRank. Throws a RangeError for a rank that no severity has. */
export function severityOfRank(rank: number): Severity {
  const severity = SEVERITIES[rank];
  if (severity === undefined) throw new RangeError(`No severity has the rank ${rank}`);
  return severity;
}
