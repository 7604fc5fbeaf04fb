/** What background work took of the platform's quotas, minute by minute: Forge tells an app nothing of it. */
export const V6_TABLES = {
  quota_use: `CREATE TABLE IF NOT EXISTS quota_use (
    minute_at BIGINT NOT NULL,
    sql_statements INT NOT NULL,
    sql_milliseconds INT NOT NULL,
    events INT NOT NULL,
    jira_points INT NOT NULL,
    sql_waits INT NOT NULL,
    queue_waits INT NOT NULL,
    jira_waits INT NOT NULL,
    most_requests INT NOT NULL,
    PRIMARY KEY (minute_at)
  )`,
} as const;
