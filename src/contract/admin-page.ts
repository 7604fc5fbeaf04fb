import { z } from 'zod';
import { type Account, accountIdSchema, accountSchema, projectKeySchema } from '../domain/account';
import { type LogLevel, logLevelSchema } from '../domain/log-level';
import { type Rollout, rolloutPolicySchema, rolloutSchema, teamSchema } from '../domain/rollout/policy';
import type { RuleParameter } from '../domain/rule-parameter';
import { type Severity, severitySchema } from '../domain/severity';
import { userIdSchema } from '../domain/user-id';
import { type AuditPage, auditQuerySchema } from './audit';
import type { PersonView } from './exceptions';
import type { Notice } from './findings';
import type { RunView } from './global-page';
import type { HealthView } from './health';
import type { UnreadView } from './unread';

const ruleChangeSchema = z.object({
  ruleId: z.string().max(64),
  enabled: z.boolean(),
  severity: severitySchema.nullable(),
  parameters: z.record(z.string(), z.unknown()),
});
export type RuleChange = z.infer<typeof ruleChangeSchema>;

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
  saveRule: ruleChangeSchema,
  /** The accounts and scopes in which a change of the rule can be tried, each on its own. */
  planTrial: z.object({ ruleId: z.string().max(64) }),
  /** What the change would resolve and open there. Reads AWS, writes nothing. */
  tryRule: ruleChangeSchema.extend({
    accountId: accountIdSchema,
    scope: z.string().max(32),
    /** Judged by this rollout instead of the one that is saved. */
    rollout: rolloutSchema.optional(),
  }),
  getRollout: z.object({}),
  /** `basedOn` is the version that was changed: another admin may have saved since. */
  saveRollout: z.object({ rollout: rolloutSchema, basedOn: z.number().int() }),
  /** What saving would do in Jira. Writes nothing. */
  previewRollout: z.object({ rollout: rolloutSchema }),
  /** Asks Jira about each project that the policy may file in. Writes nothing. */
  testFiling: z.object({ policy: rolloutPolicySchema, teams: z.array(teamSchema).max(1000) }),
  listProjects: z.object({ search: z.string().max(100).default('') }),
  listIssueTypes: z.object({ projectKey: projectKeySchema }),
  listPeople: z.object({ search: z.string().trim().min(1).max(100) }),
  /** The names of people that settings name. */
  namePeople: z.object({ ids: z.array(userIdSchema).max(100) }),
  startScan: z.object({ accountIds: z.array(accountIdSchema).max(3000).optional() }),
  getRun: z.object({ runId: z.uuid() }),
  listUnread: z.object({}),
  getHealth: z.object({}),
  /** Has what could not be filed or kept in step tried again now. */
  retryTickets: z.object({}),
  saveLogLevel: z.object({ level: logLevelSchema }),
  listAudit: auditQuerySchema,
};

export interface AccountView extends Account {
  openFindings: number;
  unreadOperations: number;
  /** When the scope that was read the longest ago was; null while none ever was. */
  lastScanAt: number | null;
  /** Scopes that were begun and never read to their end. */
  scopesNeverRead: number;
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

/** Issues by what would be done with them; `held`: by a ceiling, until a later run. */
export interface PreviewCounts {
  create: number;
  held: number;
  update: number;
  close: number;
}

export interface PreviewView {
  /** Where issues would be filed, and what is in the way there. */
  targets: { projectKey: string; issueType: string; ok: boolean; problem: string | null }[];
  totals: PreviewCounts;
  /** By project and rule, the most issues first. */
  groups: (PreviewCounts & { projectKey: string | null; ruleId: string; ruleTitle: string })[];
  samples: {
    kind: keyof PreviewCounts;
    reason: string;
    projectKey: string | null;
    issueKey: string | null;
    findingId: string;
    ruleId: string;
    severity: Severity;
    accountName: string;
    region: string;
    resource: string;
    message: string;
  }[];
  /** Findings that nobody owns, so that they would be filed nowhere. */
  unowned: number;
  /** Pairs of account and rule that would be judged and are not now: what they would file is not known yet. */
  unseenPairs: number;
}

export interface RolloutView {
  rollout: Rollout;
  version: number;
  /** Whether what is open follows it; where there is much of it, that goes on in the background. */
  isApplied: boolean;
}

export interface TrialPiece {
  accountId: string;
  accountName: string;
  /** A region's code, or `global`. */
  scope: string;
}

/** What the next scan would find other than what is stored now. */
export interface TrialView {
  findings: {
    kind: 'opens' | 'resolves' | 'changes';
    severity: Severity;
    resource: string;
    message: string;
  }[];
  /** Of each kind, listed or not. */
  totals: Record<'opens' | 'resolves' | 'changes' | 'stays', number>;
  /** Why nobody knows all of it; null when all was read. */
  unread: string | null;
}

/** A field that the project requires and the app does not fill. */
export interface RequiredField {
  id: string;
  name: string;
  kind: 'text' | 'number' | 'date' | 'option' | 'options' | 'user' | 'labels' | 'other';
  options: { id: string; name: string }[];
}

export interface FilingTestView {
  projectKey: string;
  issueType: string;
  /** What is in the way; null when issues can be filed. */
  problem: string | null;
  required: RequiredField[];
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
  /** `total`: with those that are too many to try one after the other. */
  planTrial: { pieces: TrialPiece[]; total: number };
  tryRule: TrialView;
  getRollout: RolloutView;
  saveRollout: RolloutView;
  previewRollout: PreviewView;
  testFiling: { targets: FilingTestView[] };
  listProjects: { projects: { key: string; name: string }[] };
  listIssueTypes: { issueTypes: { id: string; name: string }[] };
  listPeople: { people: PersonView[] };
  namePeople: { people: PersonView[] };
  startScan: { runId: string };
  getRun: { run: RunView };
  listUnread: UnreadView;
  getHealth: HealthView;
  retryTickets: { queued: boolean };
  saveLogLevel: { level: LogLevel };
  listAudit: AuditPage;
}
