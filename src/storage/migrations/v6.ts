/** Issues that follow one that was closed long ago. */
export const V6_TABLES = {
  finding_previous_issue: 'ALTER TABLE findings ADD COLUMN IF NOT EXISTS previous_issue_key VARCHAR(64) NULL',
} as const;
