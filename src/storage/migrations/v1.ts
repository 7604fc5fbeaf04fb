/**
 * The first schema. Forge SQL is TiDB with the MySQL dialect: no foreign keys, one statement a request. Times are
 * milliseconds since 1970 in BIGINT. Severity is its rank (0 critical ... 3 low), so that an index sorts by it.
 * Source of limits: https://developer.atlassian.com/platform/forge/limits-sql/
 *
 * There may be a million findings in a gibibyte, and every index repeats the key: so it is short, and what a row says
 * already is not stored in its region and ARN again but computed. (The rows were wider until somebody measured; nobody had
 * installed a version with those. TiDB changes no primary key: it could not have been a later migration.)
 */
export const V1_TABLES = {
  accounts: `CREATE TABLE IF NOT EXISTS accounts (
    account_id CHAR(12) NOT NULL,
    name VARCHAR(100) NOT NULL,
    role_arn VARCHAR(640) NOT NULL,
    tier VARCHAR(20) NOT NULL,
    owner_project_key VARCHAR(32) NULL,
    regions TEXT NOT NULL,
    enabled TINYINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id)
  )`,

  runs: `CREATE TABLE IF NOT EXISTS runs (
    run_id CHAR(36) NOT NULL,
    trigger_kind VARCHAR(16) NOT NULL,
    started_at BIGINT NOT NULL,
    scanned_at BIGINT NULL,
    items_read INT NOT NULL DEFAULT 0,
    items_failed INT NOT NULL DEFAULT 0,
    finished_at BIGINT NULL,
    issues_created INT NOT NULL DEFAULT 0,
    issues_updated INT NOT NULL DEFAULT 0,
    issues_closed INT NOT NULL DEFAULT 0,
    issues_reopened INT NOT NULL DEFAULT 0,
    issues_held INT NOT NULL DEFAULT 0,
    problems TEXT NULL,
    PRIMARY KEY (run_id),
    INDEX runs_by_start (started_at)
  )`,

  work_items: `CREATE TABLE IF NOT EXISTS work_items (
    run_id CHAR(36) NOT NULL,
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    state VARCHAR(16) NOT NULL,
    lease_owner VARCHAR(64) NULL,
    lease_until BIGINT NULL,
    attempts INT NOT NULL DEFAULT 0,
    started_at BIGINT NULL,
    finished_at BIGINT NULL,
    error TEXT NULL,
    PRIMARY KEY (run_id, account_id, scope)
  )`,

  scopes: `CREATE TABLE IF NOT EXISTS scopes (
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    last_attempt_at BIGINT NULL,
    last_complete_at BIGINT NULL,
    duration_ms INT NULL,
    PRIMARY KEY (account_id, scope)
  )`,

  findings: `CREATE TABLE IF NOT EXISTS findings (
    finding_id CHAR(20) NOT NULL,
    rule_id VARCHAR(64) NOT NULL,
    account_id VARCHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    other_region VARCHAR(32) NULL,
    region VARCHAR(32) GENERATED ALWAYS AS (COALESCE(other_region, scope)) VIRTUAL,
    resource_id VARCHAR(512) NOT NULL,
    arn_start VARCHAR(255) NULL,
    arn_rest VARCHAR(1024) NULL,
    resource_arn VARCHAR(1024) GENERATED ALWAYS AS (CASE WHEN arn_start IS NULL THEN arn_rest
      WHEN arn_rest IS NULL THEN CONCAT(arn_start, resource_id)
      ELSE CONCAT(arn_start, COALESCE(other_region, scope), ':', account_id, ':', arn_rest, resource_id) END) VIRTUAL,
    resource_name VARCHAR(256) NULL,
    state VARCHAR(10) NOT NULL,
    severity TINYINT NOT NULL,
    message VARCHAR(1000) NOT NULL,
    evidence MEDIUMTEXT NOT NULL,
    first_seen_at BIGINT NULL,
    opened_at BIGINT NULL,
    due_at BIGINT NULL,
    unknown_since BIGINT NULL,
    resolved_at BIGINT NULL,
    resolved_reason VARCHAR(20) NULL,
    changed_at BIGINT NOT NULL,
    project_key VARCHAR(32) NULL,
    issue_id BIGINT NULL,
    issue_key VARCHAR(64) NULL,
    issue_state VARCHAR(20) NULL,
    issue_state_at BIGINT NULL,
    issue_opening BIGINT NULL,
    issue_digest CHAR(32) NULL,
    filing_started_at BIGINT NULL,
    filing_owner CHAR(36) NULL,
    needs_sync TINYINT NOT NULL DEFAULT 0,
    sync_problem TEXT NULL,
    PRIMARY KEY (finding_id),
    INDEX findings_by_scope (account_id, scope, rule_id),
    INDEX findings_by_severity (state, severity, due_at),
    INDEX findings_by_project (project_key, state, severity, due_at),
    INDEX findings_by_rule (rule_id, state),
    INDEX findings_by_issue (issue_id),
    INDEX findings_to_sync (needs_sync)
  )`,

  unread: `CREATE TABLE IF NOT EXISTS unread (
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    region VARCHAR(32) NOT NULL,
    operation VARCHAR(100) NOT NULL,
    reason VARCHAR(24) NOT NULL,
    message TEXT NOT NULL,
    since BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, scope, region, operation)
  )`,

  // What was done to Jira, once per real action whatever was repeated: the run's counters are counted from it.
  ticket_actions: `CREATE TABLE IF NOT EXISTS ticket_actions (
    finding_id CHAR(32) NOT NULL,
    action VARCHAR(16) NOT NULL,
    marker VARCHAR(64) NOT NULL,
    run_id CHAR(36) NOT NULL,
    issue_id BIGINT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (finding_id, action, marker),
    INDEX ticket_actions_by_run (run_id, action)
  )`,
} as const;
