import { z } from 'zod';
import type { AccountTier } from './account';
import type { Severity } from './severity';
import { DAY_MS } from './time';

const daysSchema = z.number().int().min(1, 'must be at least one day').max(3650, 'must be at most ten years');

const bySeveritySchema = z.object({
  critical: daysSchema,
  high: daysSchema,
  medium: daysSchema,
  low: daysSchema,
});

/** The security SLA: days from the moment a finding opens to its due date, per account tier and severity. */
export const slaSchema = z.object({
  production: bySeveritySchema,
  staging: bySeveritySchema,
  development: bySeveritySchema,
  sandbox: bySeveritySchema,
});
export type Sla = z.infer<typeof slaSchema>;

export const DEFAULT_SLA: Sla = {
  production: { critical: 2, high: 7, medium: 30, low: 90 },
  staging: { critical: 7, high: 14, medium: 60, low: 180 },
  development: { critical: 7, high: 30, medium: 90, low: 180 },
  sandbox: { critical: 7, high: 30, medium: 90, low: 365 },
};

/** How long the SLA gives for the fix, in milliseconds. */
export function slaMs(sla: Sla, tier: AccountTier, severity: Severity): number {
  return sla[tier][severity] * DAY_MS;
}
