/** What is left of work items that take more than one invocation. */
export const V3_TABLES = {
  work_item_rests: `CREATE TABLE IF NOT EXISTS work_item_rests (
    run_id CHAR(36) NOT NULL,
    account_id CHAR(12) NOT NULL,
    scope VARCHAR(32) NOT NULL,
    rest MEDIUMTEXT NOT NULL,
    read_ms INT NOT NULL,
    PRIMARY KEY (run_id, account_id, scope)
  )`,
} as const;
