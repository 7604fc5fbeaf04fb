/**
 * The first schema. Forge SQL is TiDB with the MySQL dialect: no foreign keys, one statement a request. Times are
 * milliseconds since 1970 in BIGINT. Severity is its rank (0 critical ... 3 low), so that an index sorts by it.
 * Source of limits: https://developer.atlassian.com/platform/forge/limits-sql/
 *
 * There may be a million findings in a gibibyte, and every index repeats the key: so it is short, and what a row says
 * already is not stored in its region and ARN again but computed.
 *
 * Pages sort and count findings by computed columns. `shown` is the state that people are shown, in the order of the pages
 * (0 open, 1 unknown, 2 excepted, 3 resolved). `sort_at` is what presses within a severity: the due date, later than any
 * where there is none or where the clock stands still; of what is resolved, when it was. `special` marks the few
 * findings that background work looks for, so that they need one index between them: 2 those with a problem, 1 the others; an
 * issue is looked for in it among all. They read the times that come with a state, not its name: MariaDB compares no text in a
 * computed column, whose order would be the connection's, and computes nothing from CHAR, which a setting may pad. Virtual
 * columns cost nothing but their index entries.
 *
 * (Until nobody had installed a version, columns of later ones were put in here: Forge SQL takes 25 changes of the schema a
 * minute, and a new installation makes them all. TiDB changes no primary key in a later one either.)
 */
export const V1_TABLES = {
  accounts: `CREATE TABLE IF NOT EXISTS accounts (
    account_id CHAR(12) NOT NULL,
    name VARCHAR(100) NOT NULL,
    role_arn VARCHAR(640) NOT NULL,
    tier VARCHAR(20) NOT NULL,
    owner_project_key VARCHAR(32) NULL,
    regions TEXT NOT NULL,
    tags TEXT NULL,
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
    starts_at BIGINT NULL,
    PRIMARY KEY (run_id, account_id, scope),
    INDEX work_items_by_state (run_id, state)
  )`,

  scopes: `CREATE TABLE IF NOT EXISTS scopes (
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    first_attempt_at BIGINT NULL,
    last_attempt_at BIGINT NULL,
    last_complete_at BIGINT NULL,
    duration_ms INT NULL,
    read_ms INT NULL,
    PRIMARY KEY (account_id, scope)
  )`,

  // While paused_at is set, the clock of the SLA stands still; what it stood still before is in paused_ms, if it did.
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
    tags TEXT NULL,
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
    filing_owner VARCHAR(64) NULL,
    needs_sync TINYINT NOT NULL DEFAULT 0,
    out_of_step_at BIGINT NULL,
    sync_problem TEXT NULL,
    previous_issue_key VARCHAR(64) NULL,
    exception_id VARCHAR(36) NULL,
    paused_at BIGINT NULL,
    paused_ms BIGINT NULL,
    escalated_at BIGINT NULL,
    escalation_failed_at BIGINT NULL,
    group_id VARCHAR(32) NULL,
    shown TINYINT GENERATED ALWAYS AS (CASE WHEN resolved_at IS NOT NULL THEN 3
      WHEN unknown_since IS NOT NULL THEN 1 WHEN exception_id IS NOT NULL THEN 2 ELSE 0 END) VIRTUAL,
    sort_at BIGINT GENERATED ALWAYS AS (CASE WHEN resolved_at IS NOT NULL THEN resolved_at
      WHEN paused_at IS NOT NULL OR due_at IS NULL THEN 8640000000000000 ELSE due_at END) VIRTUAL,
    special TINYINT GENERATED ALWAYS AS (CASE WHEN sync_problem IS NOT NULL THEN 2
      WHEN (needs_sync = 1 AND issue_id IS NOT NULL) OR exception_id IS NOT NULL OR paused_at IS NOT NULL
      OR group_id IS NOT NULL OR filing_started_at IS NOT NULL THEN 1 ELSE 0 END) VIRTUAL,
    PRIMARY KEY (finding_id),
    INDEX findings_by_scope (account_id, scope, rule_id),
    INDEX findings_by_urgency (shown, severity, sort_at),
    INDEX findings_of_project (project_key, shown, severity, sort_at),
    INDEX findings_special (special, issue_id, exception_id),
    INDEX findings_by_resource (resource_id(10))
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
    policy_id CHAR(36) NULL,
    PRIMARY KEY (finding_id, action, marker),
    INDEX ticket_actions_by_run (run_id, action),
    INDEX ticket_actions_by_time (action, done_at)
  )`,
} as const;
