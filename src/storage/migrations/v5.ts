/** Exceptions, which findings they cover, and how long the SLA of a finding stood still for them. */
export const V5_TABLES = {
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
  finding_exception: 'ALTER TABLE findings ADD COLUMN IF NOT EXISTS exception_id CHAR(36) NULL',
  // While it is set, the clock of the SLA stands still; what it stood still before is in paused_ms.
  finding_paused_at: 'ALTER TABLE findings ADD COLUMN IF NOT EXISTS paused_at BIGINT NULL',
  finding_paused_ms: 'ALTER TABLE findings ADD COLUMN IF NOT EXISTS paused_ms BIGINT NOT NULL DEFAULT 0',
  findings_by_exception: 'CREATE INDEX IF NOT EXISTS findings_by_exception ON findings (exception_id)',
  findings_by_pause: 'CREATE INDEX IF NOT EXISTS findings_by_pause ON findings (paused_at)',
} as const;
