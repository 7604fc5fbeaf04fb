/**
 * Governance: what rollout policies select and route by, exceptions, escalation, the SLA day by day, and groups of findings
 * that share an issue. A change that was cut off before it was noted is repeated, so each is one that may be. Columns of
 * one table are one change: Forge SQL takes 25 changes of the schema a minute, and an installation makes them all. Four
 * indexes that v5 drops again are no longer made, for the same reason, and what v5 computes from is VARCHAR: MariaDB
 * computes nothing from CHAR, which a setting may pad. (Nobody had installed a version with it.)
 */
export const V4_TABLES = {
  account_tags: 'ALTER TABLE accounts ADD COLUMN IF NOT EXISTS tags TEXT NULL',
  action_policy: 'ALTER TABLE ticket_actions ADD COLUMN IF NOT EXISTS policy_id CHAR(36) NULL',
  // While paused_at is set, the clock of the SLA stands still; what it stood still before is in paused_ms, if it did.
  finding_columns: `ALTER TABLE findings
    ADD COLUMN IF NOT EXISTS tags TEXT NULL,
    ADD COLUMN IF NOT EXISTS exception_id VARCHAR(36) NULL,
    ADD COLUMN IF NOT EXISTS paused_at BIGINT NULL,
    ADD COLUMN IF NOT EXISTS paused_ms BIGINT NULL,
    ADD COLUMN IF NOT EXISTS previous_issue_key VARCHAR(64) NULL,
    ADD COLUMN IF NOT EXISTS escalated_at BIGINT NULL,
    ADD COLUMN IF NOT EXISTS group_id VARCHAR(32) NULL`,
  exceptions: `CREATE TABLE IF NOT EXISTS exceptions (
    exception_id CHAR(36) NOT NULL,
    finding_id CHAR(32) NULL,
    pattern TEXT NULL,
    reason VARCHAR(2000) NOT NULL,
    until_at BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    told_state VARCHAR(16) NULL,
    requested_by VARCHAR(128) NOT NULL,
    requested_at BIGINT NOT NULL,
    decided_by VARCHAR(128) NULL,
    decided_at BIGINT NULL,
    note VARCHAR(2000) NOT NULL,
    warned_at BIGINT NULL,
    PRIMARY KEY (exception_id),
    INDEX exceptions_by_finding (finding_id, state),
    INDEX exceptions_by_state (state, until_at)
  )`,
  // A group has the ticket columns of a finding, by the same names, and those of the finding that stands for it, so that
  // one repository serves both tables.
  finding_groups: `CREATE TABLE IF NOT EXISTS finding_groups (
    finding_id CHAR(32) NOT NULL,
    rule_id VARCHAR(64) NOT NULL,
    account_id CHAR(12) NOT NULL,
    project_key VARCHAR(32) NULL,
    scope VARCHAR(32) NOT NULL,
    region VARCHAR(32) NOT NULL,
    resource_id VARCHAR(1024) NOT NULL,
    resource_arn VARCHAR(2048) NOT NULL,
    resource_name VARCHAR(256) NULL,
    tags TEXT NULL,
    state VARCHAR(16) NOT NULL,
    severity TINYINT NOT NULL,
    message TEXT NOT NULL,
    first_seen_at BIGINT NULL,
    opened_at BIGINT NULL,
    due_at BIGINT NULL,
    resolved_at BIGINT NULL,
    resolved_reason VARCHAR(20) NULL,
    changed_at BIGINT NOT NULL,
    exception_id CHAR(36) NULL,
    paused_at BIGINT NULL,
    escalated_at BIGINT NULL,
    resources TEXT NOT NULL,
    resource_count INT NOT NULL,
    needs_sync TINYINT NOT NULL DEFAULT 0,
    issue_id BIGINT NULL,
    issue_key VARCHAR(64) NULL,
    issue_state VARCHAR(20) NULL,
    issue_state_at BIGINT NULL,
    issue_opening BIGINT NULL,
    issue_digest CHAR(32) NULL,
    filing_started_at BIGINT NULL,
    filing_owner CHAR(36) NULL,
    sync_problem TEXT NULL,
    previous_issue_key VARCHAR(64) NULL,
    PRIMARY KEY (finding_id),
    INDEX groups_by_issue (issue_id),
    INDEX groups_to_sync (needs_sync)
  )`,
  // One row per UTC day, account and owner; `counted_at` tells rows of an earlier count of the same day.
  sla_days: `CREATE TABLE IF NOT EXISTS sla_days (
    day_at BIGINT NOT NULL,
    account_id CHAR(12) NOT NULL,
    project_key VARCHAR(32) NOT NULL,
    open_findings INT NOT NULL,
    overdue_findings INT NOT NULL,
    oldest_due_at BIGINT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (day_at, account_id, project_key)
  )`,
  actions_by_time: 'CREATE INDEX IF NOT EXISTS ticket_actions_by_time ON ticket_actions (action, done_at)',
} as const;
