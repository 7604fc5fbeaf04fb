/** When findings past their due date were last escalated, and how many there were at the end of each day. */
export const V7_TABLES = {
  finding_escalated_at: 'ALTER TABLE findings ADD COLUMN IF NOT EXISTS escalated_at BIGINT NULL',
  findings_by_due: 'CREATE INDEX IF NOT EXISTS findings_by_due ON findings (state, due_at)',
  // One row per UTC day, account and owner; `counted_at` tells rows of an earlier count of the same day.
  sla_days: `CREATE TABLE IF NOT EXISTS sla_days (
    day_at BIGINT NOT NULL,
    account_id CHAR(12) NOT NULL,
    project_key VARCHAR(32) NOT NULL,
    open_findings INT NOT NULL,
    overdue_findings INT NOT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (day_at, account_id, project_key)
  )`,
} as const;
