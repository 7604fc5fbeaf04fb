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

const storedKinds = () =>
  select(
    kind,
    sql`SELECT account_id, scope, rule_id, region, project_key, shown, severity, findings FROM finding_counts
      WHERE findings > 0 ORDER BY account_id, scope, rule_id, region, project_key, shown, severity`,
  );

/** By what makes a finding open, unknown, excepted or resolved. */
const recountedKinds = () =>
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

const storedAccounts = () =>
  select(
    ofAccount,
    sql`SELECT account_id, project_key, shown, severity, findings FROM account_counts
      WHERE findings > 0 ORDER BY account_id, project_key, shown, severity`,
  );

const recountedAccounts = () =>
  select(
    ofAccount,
    sql`SELECT account_id, COALESCE(project_key, '') AS project_key, shown, severity, COUNT(*) AS findings FROM findings
      GROUP BY account_id, COALESCE(project_key, ''), shown, severity
      ORDER BY account_id, project_key, shown, severity`,
  );

const ofRule = z.object({ account_id: z.string(), rule_id: z.string(), open_findings: z.coerce.number() });

const storedRules = () =>
  select(
    ofRule,
    sql`SELECT account_id, rule_id, open_findings FROM rule_counts
      WHERE open_findings > 0 ORDER BY account_id, rule_id`,
  );

const recountedRules = () =>
  select(
    ofRule,
    sql`SELECT account_id, rule_id, COUNT(*) AS open_findings FROM findings
      WHERE state = 'open' AND exception_id IS NULL GROUP BY account_id, rule_id ORDER BY account_id, rule_id`,
  );

/** What the pages, their heads and the page of all rules count by, of what there is. */
export const storedCounts = async () => ({
  kinds: await storedKinds(),
  accounts: await storedAccounts(),
  rules: await storedRules(),
});

/** The same, counted from scratch. */
export const recounted = async () => ({
  kinds: await recountedKinds(),
  accounts: await recountedAccounts(),
  rules: await recountedRules(),
});
