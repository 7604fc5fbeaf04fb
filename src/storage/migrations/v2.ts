/** The audit log: who changed which setting, and what the app did to which issue. */
export const V2_TABLES = {
  audit_log: `CREATE TABLE IF NOT EXISTS audit_log (
    entry_id CHAR(32) NOT NULL,
    at BIGINT NOT NULL,
    actor VARCHAR(128) NULL,
    action VARCHAR(32) NOT NULL,
    subject VARCHAR(255) NOT NULL,
    note VARCHAR(1000) NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (entry_id),
    INDEX audit_log_by_time (at, entry_id),
    INDEX audit_log_by_action (action, at, entry_id)
  )`,
} as const;
