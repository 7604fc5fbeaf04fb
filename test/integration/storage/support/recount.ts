import sql from 'sql-template-tag';
import { z } from 'zod';
import { select } from '../../../../src/storage/run-sql';

const kind = z.object({
  account_id: z.string(),
  scope: z.string(),
  rule_id: z.string(),
  region: z.string(),
  project_key: z.string(),
  shown: z.coerce.number(),
  severity: z.coerce.number(),
  findings: z.coerce.number(),
});
const ofAccount = kind.pick({
  account_id: true,
  project_key: true,
  shown: true,
  severity: true,
  findings: true,
});

/** What the pages count by, of what there is. */
export const storedCounts = () =>
  select(
    kind,
    sql`SELECT account_id, scope, rule_id, region, project_key, shown, severity, findings FROM finding_counts
      WHERE findings > 0 ORDER BY account_id, scope, rule_id, region, project_key, shown, severity`,
  );

/** The same, counted from scratch, by what makes a finding open, unknown, excepted or resolved. */
export const recounted = () =>
  select(
    kind,
    sql`SELECT account_id, scope, rule_id, region, COALESCE(project_key, '') AS project_key,
        CASE WHEN state = 'resolved' THEN 3 WHEN state = 'unknown' THEN 1 WHEN exception_id IS NOT NULL THEN 2 ELSE 0 END
          AS shown, severity, COUNT(*) AS findings FROM findings
      GROUP BY account_id, scope, rule_id, region, COALESCE(project_key, ''),
        CASE WHEN state = 'resolved' THEN 3 WHEN state = 'unknown' THEN 1 WHEN exception_id IS NOT NULL THEN 2 ELSE 0 END,
        severity
      ORDER BY account_id, scope, rule_id, region, project_key, shown, severity`,
  );

/** What the heads of pages count by. */
export const storedAccountCounts = () =>
  select(
    ofAccount,
    sql`SELECT account_id, project_key, shown, severity, findings FROM account_counts
      WHERE findings > 0 ORDER BY account_id, project_key, shown, severity`,
  );

export const recountedAccounts = () =>
  select(
    ofAccount,
    sql`SELECT account_id, COALESCE(project_key, '') AS project_key, shown, severity, COUNT(*) AS findings FROM findings
      GROUP BY account_id, COALESCE(project_key, ''), shown, severity
      ORDER BY account_id, project_key, shown, severity`,
  );
