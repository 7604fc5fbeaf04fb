import { z } from 'zod';
import { type Account, accountIdSchema, accountSchema } from '../domain/account';
import type { RuleParameter } from '../domain/rule-parameter';
import { type Severity, severitySchema } from '../domain/severity';
import { type TicketPolicy, ticketPolicySchema } from '../domain/ticket-policy';
import { type AuditPage, auditQuerySchema } from './audit';
import type { Notice } from './findings';
import type { RunView } from './global-page';
import type { UnreadRow } from './unread';

export const adminPageRequests = {
  getOverview: z.object({}),
  saveAccount: z.object({ account: accountSchema }),
  removeAccount: z.object({ accountId: accountIdSchema }),
  getRoleTemplate: z.object({ accountId: accountIdSchema }),
  testConnection: z.object({ accountId: accountIdSchema }),
  saveHubCredentials: z.object({
    accessKeyId: z
      .string()
      .trim()
      .regex(/^A[A-Z0-9]{15,127}$/, 'must be an AWS access key id, like AKIA...'),
    secretAccessKey: z.string().trim().min(20, 'is too short for an AWS secret access key').max(256),
  }),
  removeHubCredentials: z.object({}),
  listRules: z.object({}),
  saveRule: z.object({
    ruleId: z.string().max(64),
    enabled: z.boolean(),
    severity: severitySchema.nullable(),
    parameters: z.record(z.string(), z.unknown()),
  }),
  getPolicy: z.object({}),
  savePolicy: z.object({ policy: ticketPolicySchema }),
  /** Dry run: asks Jira whether issues could be filed as the (unsaved) policy says. Writes nothing. */
  testPolicy: z.object({ policy: ticketPolicySchema }),
  listProjects: z.object({ search: z.string().max(100).default('') }),
  listIssueTypes: z.object({ projectKey: z.string().max(32) }),
  startScan: z.object({ accountIds: z.array(accountIdSchema).optional() }),
  getRun: z.object({ runId: z.uuid() }),
  listUnread: z.object({}),
  listAudit: auditQuerySchema,
};

export interface AccountView extends Account {
  openFindings: number;
  unreadOperations: number;
  lastScanAt: number | null;
}

export interface AdminOverview {
  accounts: AccountView[];
  /** The principal that account roles have to trust; null until hub credentials are set and were verified. */
  hub: {
    configured: boolean;
    accessKeyIdEnding: string | null;
    principalArn: string | null;
    problem: string | null;
  };
  lastRun: RunView | null;
  notices: Notice[];
}

export interface RuleSetting {
  id: string;
  title: string;
  service: string;
  severity: Severity;
  /** The admin's own severity, where set. */
  severityOverride: Severity | null;
  pillar: string;
  resourceType: string;
  enabled: boolean;
  parameters: RuleParameter[];
  values: Record<string, unknown>;
  why: string;
  references: { cis: string[]; fsbp: string[] };
  openFindings: number;
}

export type ConnectionStatus = 'ok' | 'failed' | 'skipped';

export interface ConnectionTest {
  ok: boolean;
  /** Assume the role, then one row per permission that the enabled rules need. */
  steps: { name: string; status: ConnectionStatus; detail: string }[];
}

export interface PolicyTest {
  ok: boolean;
  projects: { projectKey: string; ok: boolean; problem: string | null }[];
  /** What the policy would do now; the planner of the real run. */
  wouldCreate: number;
  held: number;
}

export interface AdminPageResponses {
  getOverview: AdminOverview;
  saveAccount: { account: AccountView };
  removeAccount: { removed: boolean };
  getRoleTemplate: { fileName: string; template: string };
  testConnection: ConnectionTest;
  saveHubCredentials: AdminOverview['hub'];
  removeHubCredentials: AdminOverview['hub'];
  listRules: { rules: RuleSetting[] };
  saveRule: { rule: RuleSetting };
  getPolicy: { policy: TicketPolicy };
  savePolicy: { policy: TicketPolicy };
  testPolicy: PolicyTest;
  listProjects: { projects: { key: string; name: string }[] };
  listIssueTypes: { issueTypes: { id: string; name: string }[] };
  startScan: { runId: string };
  getRun: { run: RunView };
  listUnread: { rows: UnreadRow[] };
  listAudit: AuditPage;
}
