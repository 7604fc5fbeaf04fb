/**
 * What rollout policies select and route by, and which policy an issue was filed by. A change that was cut off before it was
 * noted is repeated, so each is one that may be.
 */
export const V4_TABLES = {
  account_tags: 'ALTER TABLE accounts ADD COLUMN IF NOT EXISTS tags TEXT NULL',
  finding_tags: 'ALTER TABLE findings ADD COLUMN IF NOT EXISTS tags TEXT NULL',
  action_policy: 'ALTER TABLE ticket_actions ADD COLUMN IF NOT EXISTS policy_id CHAR(36) NULL',
  actions_by_time: 'CREATE INDEX IF NOT EXISTS ticket_actions_by_time ON ticket_actions (action, done_at)',
} as const;
