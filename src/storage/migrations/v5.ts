/**
 * A million findings: what pages sort and count by. `shown` is the state that people are shown, in the order of the pages
 * (0 open, 1 unknown, 2 excepted, 3 resolved). `sort_at` is what presses within a severity: the due date, later than any
 * where there is none or where the clock stands still; of what is resolved, when it was. `special` marks the few
 * findings that background work looks for, so that they need one index between them: 2 those with a problem, 1 the others; an
 * issue is looked for in it among all.
 *
 * They read the times that come with a state, not its name: MariaDB compares no text in a computed column, whose order
 * would be the connection's. Virtual columns cost nothing but their index entries. TiDB does not add a column and an index on it in one statement:
 * https://docs.pingcap.com/tidb/stable/sql-statement-alter-table/
 */
export const V5_TABLES = {
  finding_columns: `ALTER TABLE findings
    ADD COLUMN IF NOT EXISTS shown TINYINT GENERATED ALWAYS AS (CASE WHEN resolved_at IS NOT NULL THEN 3
      WHEN unknown_since IS NOT NULL THEN 1 WHEN exception_id IS NOT NULL THEN 2 ELSE 0 END) VIRTUAL,
    ADD COLUMN IF NOT EXISTS sort_at BIGINT GENERATED ALWAYS AS (CASE WHEN resolved_at IS NOT NULL THEN resolved_at
      WHEN paused_at IS NOT NULL OR due_at IS NULL THEN 8640000000000000 ELSE due_at END) VIRTUAL,
    ADD COLUMN IF NOT EXISTS special TINYINT GENERATED ALWAYS AS (CASE WHEN sync_problem IS NOT NULL THEN 2
      WHEN (needs_sync = 1 AND issue_id IS NOT NULL) OR exception_id IS NOT NULL OR paused_at IS NOT NULL
      OR group_id IS NOT NULL OR filing_started_at IS NOT NULL THEN 1 ELSE 0 END) VIRTUAL`,
  finding_indexes: `ALTER TABLE findings
    ADD INDEX IF NOT EXISTS findings_by_urgency (shown, severity, sort_at),
    ADD INDEX IF NOT EXISTS findings_of_project (project_key, shown, severity, sort_at),
    ADD INDEX IF NOT EXISTS findings_special (special, issue_id, exception_id),
    ADD INDEX IF NOT EXISTS findings_by_resource (resource_id(10)),
    DROP INDEX IF EXISTS findings_by_severity,
    DROP INDEX IF EXISTS findings_by_project,
    DROP INDEX IF EXISTS findings_by_rule,
    DROP INDEX IF EXISTS findings_to_sync,
    DROP INDEX IF EXISTS findings_by_issue,
    DROP INDEX IF EXISTS findings_by_exception,
    DROP INDEX IF EXISTS findings_by_pause,
    DROP INDEX IF EXISTS findings_by_due,
    DROP INDEX IF EXISTS findings_by_group`,
  // How many findings there are of each kind: what pages count by. An empty project_key stands for nobody's.
  finding_counts: `CREATE TABLE IF NOT EXISTS finding_counts (
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    rule_id VARCHAR(64) NOT NULL,
    region VARCHAR(32) NOT NULL,
    project_key VARCHAR(32) NOT NULL,
    shown TINYINT NOT NULL,
    severity TINYINT NOT NULL,
    findings INT NOT NULL,
    PRIMARY KEY (account_id, scope, rule_id, region, project_key, shown, severity),
    INDEX counts_of_project (project_key, shown, severity, findings),
    INDEX counts_of_rule (rule_id, shown, severity, findings),
    INDEX counts_of_region (region, shown, severity, findings)
  )`,
  // The same, of whole accounts: what the heads of pages say.
  account_counts: `CREATE TABLE IF NOT EXISTS account_counts (
    account_id CHAR(12) NOT NULL,
    project_key VARCHAR(32) NOT NULL,
    shown TINYINT NOT NULL,
    severity TINYINT NOT NULL,
    findings INT NOT NULL,
    PRIMARY KEY (account_id, project_key, shown, severity)
  )`,
  // What is open of each rule in a whole account: what the page of all rules says.
  rule_counts: `CREATE TABLE IF NOT EXISTS rule_counts (
    account_id CHAR(12) NOT NULL,
    rule_id VARCHAR(64) NOT NULL,
    open_findings INT NOT NULL,
    PRIMARY KEY (account_id, rule_id),
    INDEX counts_of_rules (rule_id, open_findings)
  )`,
  // Scopes whose counts may be behind: somebody began to change their findings and has not counted since.
  stale_counts: `CREATE TABLE IF NOT EXISTS stale_counts (
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    mark CHAR(36) NOT NULL,
    marked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, scope)
  )`,
  work_items: `ALTER TABLE work_items
    ADD COLUMN IF NOT EXISTS starts_at BIGINT NULL,
    ADD INDEX IF NOT EXISTS work_items_by_state (run_id, state)`,
} as const;
