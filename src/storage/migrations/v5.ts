/** A million findings: pages read how many there are of each kind from here. */
export const V5_TABLES = {
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
  // Scopes whose counts may be behind: somebody began to change their findings and has not counted since. A row for each of them.
  stale_counts: `CREATE TABLE IF NOT EXISTS stale_counts (
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    mark CHAR(36) NOT NULL,
    marked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, scope, mark)
  )`,
} as const;
