import { z } from 'zod';
import { accountIdSchema } from './account';
import { type Severity, severityRank, severitySchema } from './severity';

const daysSchema = z.number().int().min(1, 'must be at least one day').max(3650);

/** Days from the moment a finding opens to its due date, per severity. */
export const slaDaysSchema = z.object({
  critical: daysSchema,
  high: daysSchema,
  medium: daysSchema,
  low: daysSchema,
});

/** Which findings become Jira issues, and where. Off until an admin switches it on. */
export const ticketPolicySchema = z.object({
  enabled: z.boolean(),
  accounts: z.union([z.literal('all'), z.array(accountIdSchema)]),
  rules: z.union([z.literal('all'), z.array(z.string())]),
  minimumSeverity: severitySchema,
  route: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('owner-project') }),
    z.object({ kind: z.literal('project'), projectKey: z.string().min(1) }),
  ]),
  issueType: z.string().trim().min(1, 'must name an issue type'),
  /** A run that would create more files this many, most severe first, and says how many it held back. */
  maxNewIssuesPerRun: z.number().int().min(1).max(1000),
  slaDays: slaDaysSchema,
});
export type TicketPolicy = z.infer<typeof ticketPolicySchema>;

export const DEFAULT_TICKET_POLICY: TicketPolicy = {
  enabled: false,
  accounts: 'all',
  rules: 'all',
  minimumSeverity: 'medium',
  route: { kind: 'owner-project' },
  issueType: 'Task',
  maxNewIssuesPerRun: 50,
  slaDays: { critical: 2, high: 7, medium: 30, low: 90 },
};

/** Whether the policy files issues for this account and rule. */
export function policyCovers(
  policy: TicketPolicy,
  finding: { accountId: string; ruleId: string; severity: Severity },
): boolean {
  return (
    policy.enabled &&
    (policy.accounts === 'all' || policy.accounts.includes(finding.accountId)) &&
    (policy.rules === 'all' || policy.rules.includes(finding.ruleId)) &&
    severityRank(finding.severity) <= severityRank(policy.minimumSeverity)
  );
}

/** The project that the account's findings belong to, ticketed or not; null when nobody owns the account. */
export function routeOf(policy: TicketPolicy, account: { ownerProjectKey: string | null }): string | null {
  return policy.route.kind === 'project' ? policy.route.projectKey : account.ownerProjectKey;
}

/** When the SLA asks for the fix of a finding that opened at `openedAt`; both in milliseconds since 1970. */
export function dueAt(policy: TicketPolicy, severity: Severity, openedAt: number): number {
  return openedAt + policy.slaDays[severity] * 24 * 60 * 60 * 1000;
}
