import { sql } from '@forge/sql';
import type { SqlEngine } from '../../../../sandbox/forge/sql/engine';
import {
  createJiraSandbox,
  demoSeed,
  type JiraAppDescription,
  type JiraIssueEvent,
  type JiraSandbox,
} from '../../../../sandbox/jira';
import { Decisions } from '../../../../src/domain/rollout/decisions';
import { DEFAULT_ESCALATION, type Escalation } from '../../../../src/domain/rollout/escalation';
import { DEFAULT_LIFECYCLE, type Lifecycle } from '../../../../src/domain/rollout/lifecycle';
import type { RolloutPolicy } from '../../../../src/domain/rollout/policy';
import { type Severity, severityRank } from '../../../../src/domain/severity';
import { jiraAsApp } from '../../../../src/jira/client';
import { jiraIssueTracker } from '../../../../src/jira/issue-tracker';
import { catalogue } from '../../../../src/rules/index';
import { factsOf } from '../../../../src/scan/in-force';
import { escalationRepository } from '../../../../src/storage/escalations';
import { ticketStore } from '../../../../src/storage/ticket-store';
import { escalateOverdue } from '../../../../src/tickets/escalate';
import { issueEventSchema, onIssueEvent } from '../../../../src/tickets/on-issue-event';
import type { TicketDeps } from '../../../../src/tickets/ports';
import { syncTickets } from '../../../../src/tickets/sync-tickets';
import type { TicketAccount } from '../../../../src/tickets/ticket-finding';
import { rolloutOf, ticketPolicy } from '../../../fixtures/rollout';
import { startSql } from './forge-sql';

export const NOW = Date.UTC(2026, 10, 23, 20, 0);
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

const FIELDS = [
  'finding-severity',
  'finding-status',
  'aws-account',
  'aws-region',
  'cloud-rule',
  'cloud-resource',
  'finding-due',
];

export const JIRA_APP: JiraAppDescription = {
  appId: '5b3c1f0e-7d0a-4f5e-9a43-2f6f4a1f0c11',
  environmentId: 'c1a3f1de-1111-4222-8333-444455556666',
  customFields: FIELDS.map((key) => ({
    key,
    name: key,
    type: key === 'finding-due' ? 'datetime' : 'string',
    description: key,
  })),
  globalPermissions: [],
  entityProperties: [
    {
      key: 'finding-fingerprint',
      propertyKey: 'cloud-finding',
      entityType: 'issue',
      values: [{ path: 'id', type: 'string', searchAlias: 'cloudFindingId' }],
    },
  ],
};

export const PREFIX = `ari:cloud:ecosystem::extension/${JIRA_APP.appId}/${JIRA_APP.environmentId}/static/`;

export interface TestSite {
  jira: JiraSandbox;
  events: JiraIssueEvent[];
  clock: { at: number; now(): number };
  policy: RolloutPolicy;
  lifecycle: Lifecycle;
  escalation: Escalation;
  accounts: TicketAccount[];
  deps: TicketDeps;
  sync(runId: string, override?: Partial<TicketDeps>): ReturnType<typeof syncTickets>;
  /** What is done to issues past their due date. */
  escalate(runId: string): Promise<string[]>;
  /** Hands the product events so far to the app, as Forge does: not those of its own changes. */
  deliverEvents(): Promise<void>;
  stop(): Promise<void>;
}

/** The demo's Jira and the app's own tables, reached by the unmodified @forge packages. */
export async function startSite(projectKey = 'PAY'): Promise<TestSite> {
  const clock = { at: NOW, now: () => clock.at };
  const events: JiraIssueEvent[] = [];
  const jira = await createJiraSandbox({
    app: JIRA_APP,
    baseUrl: 'http://127.0.0.1:3100',
    now: clock.now,
    seed: demoSeed(NOW),
    onEvent: (event) => events.push(event),
  });
  const engine = await startSql();
  Reflect.set(globalThis, '__forge_fetch__', forgeFetch(jira, engine));
  const accounts: TicketAccount[] = [
    { id: '111122223333', name: 'payments-prod', tier: 'production', tags: {}, ownerProjectKey: projectKey },
  ];
  const rules = catalogue.map((rule) => factsOf({ rule, severity: rule.severity }));
  const client = () => jiraAsApp({ sleep: async () => {} });
  let ids = 0;
  const deps: TicketDeps = {
    store: ticketStore,
    tracker: jiraIssueTracker(client(), PREFIX),
    clock,
    decisions: async () =>
      new Decisions(
        { ...rolloutOf(site.policy), lifecycle: site.lifecycle, escalation: site.escalation },
        site.accounts,
        rules,
      ),
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
  };
  const invocation = () => ({ owner: deps.newId(), again: false });
  const site: TestSite = {
    jira,
    events,
    clock,
    policy: ticketPolicy(),
    lifecycle: DEFAULT_LIFECYCLE,
    escalation: DEFAULT_ESCALATION,
    accounts,
    deps,
    sync: (runId, override = {}) =>
      syncTickets(
        // A new tracker per invocation, as in production: nothing is remembered from one to the next.
        { ...deps, tracker: jiraIssueTracker(client(), PREFIX), ...override },
        { ...invocation(), runId, remainingMs: () => 600_000 },
      ),
    escalate: (runId) =>
      escalateOverdue(
        {
          ...deps,
          store: { ...ticketStore, ...escalationRepository },
          tracker: jiraIssueTracker(client(), PREFIX),
        },
        { ...invocation(), runId, remainingMs: () => 600_000, timeLeftMs: () => 600_000 },
      ),
    async deliverEvents() {
      for (const event of events.splice(0)) {
        if (event.selfGenerated || event.eventType === 'avi:jira:created:issue') continue;
        await onIssueEvent({ store: ticketStore, clock }, issueEventSchema.parse(event));
      }
    },
    async stop() {
      Reflect.deleteProperty(globalThis, '__forge_fetch__');
      await engine.close();
      await jira.stop();
    },
  };
  return site;
}

function forgeFetch(jira: JiraSandbox, engine: SqlEngine) {
  return async (
    target: { remote?: string; type?: string },
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<Response> => {
    if (target.type !== 'sql') {
      const headers = { ...init.headers, authorization: `Forge-App ${jira.appToken}` };
      return jira.app.request(path, { ...init, headers });
    }
    const { query, params } = JSON.parse(init.body ?? '{}');
    const result = await engine.execute(query, params);
    const rows = result.kind === 'rows' ? result.rows : { affectedRows: result.affectedRows };
    return new Response(JSON.stringify({ rows }), { status: 200 });
  };
}

export interface StoredFinding {
  id: string;
  severity?: Severity;
  state?: 'open' | 'unknown' | 'resolved';
  message?: string;
  resourceId?: string;
  openedAt?: number;
  dueAt?: number | null;
  resolvedAt?: number | null;
  resolvedReason?: string | null;
  changedAt?: number;
  ruleId?: string;
}

/** The finding's id, of a short name. */
export const idOf = (name: string): string => name.padStart(20, '0');

/** Stores a finding as the scan does. */
export async function storeFinding(finding: StoredFinding): Promise<void> {
  const resourceId = finding.resourceId ?? `acme-${finding.id}`;
  const openedAt = finding.openedAt ?? NOW - DAY;
  const row: Record<string, string | number | null> = {
    finding_id: idOf(finding.id),
    rule_id: finding.ruleId ?? 's3-bucket-public-read',
    account_id: '111122223333',
    scope: 'global',
    other_region: 'eu-central-1',
    resource_id: resourceId,
    arn_rest: `arn:aws:s3:::${resourceId}`,
    resource_name: null,
    state: finding.state ?? 'open',
    severity: severityRank(finding.severity ?? 'critical'),
    message: finding.message ?? 'The bucket policy lets everyone read objects.',
    evidence: '{}',
    first_seen_at: openedAt,
    opened_at: openedAt,
    due_at: finding.dueAt ?? openedAt + 2 * DAY,
    resolved_at: finding.resolvedAt ?? null,
    resolved_reason: finding.resolvedReason ?? null,
    changed_at: finding.changedAt ?? openedAt,
    needs_sync: 1,
  };
  const columns = Object.keys(row);
  await sql
    .prepare(`INSERT INTO findings (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .bindParams(...Object.values(row))
    .execute();
}

/** Changes columns of a finding, as a scan that sees something new does. */
export async function changeFinding(
  id: string,
  columns: Record<string, string | number | null>,
): Promise<void> {
  const names = Object.keys(columns);
  await sql
    .prepare(
      `UPDATE findings SET ${names.map((name) => `${name} = ?`).join(', ')}, needs_sync = 1 WHERE finding_id = ?`,
    )
    .bindParams(...Object.values(columns), idOf(id))
    .execute();
}

/** A run of which everything is scanned, unless said otherwise. */
export async function storeRun(runId: string, scannedAt: number | null = NOW): Promise<void> {
  await sql
    .prepare('INSERT INTO runs (run_id, trigger_kind, started_at, scanned_at) VALUES (?, ?, ?, ?)')
    .bindParams(runId, 'schedule', NOW, scannedAt)
    .execute();
}

export async function rowOf(table: string, key: string, value: string): Promise<Record<string, unknown>> {
  const { rows } = await sql
    .prepare<Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${key} = ?`)
    .bindParams(value)
    .execute();
  const row = rows[0];
  if (!row) throw new Error(`No row ${value} in ${table}`);
  return row;
}
