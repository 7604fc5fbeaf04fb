import { createHash } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { canonicalJson } from '../../../src/domain/canonical-json';
import { findingId } from '../../../src/domain/finding';
import { severityRank } from '../../../src/domain/severity';
import { catalogue } from '../../../src/rules/index';
import { placeOf } from '../../../src/storage/place-columns';
import { KEPT_DAYS } from '../scale/retention';

/** Rows of one INSERT; the load goes past Forge SQL's limits on purpose: it is not what is measured. */
const ROWS = 4_000;
const DAY_MS = 86_400_000;
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'];
const TEAMS = 40;
/** The standing exception that covers what is excepted. */
export const EXCEPTION = '0e0f2c58-55f4-4d4e-8f28-0c7a3d1e5b11';

export interface Estate {
  accounts: string[];
  regions: string[];
  projects: string[];
  rules: string[];
}

/** Numbers between 0 and 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A little over a tenth of the rules have most of the findings, as in real estates. */
function skewed(random: () => number, size: number): number {
  return Math.floor(size * random() ** 3);
}

export function estateOf(accounts: number): Estate {
  return {
    accounts: Array.from({ length: accounts }, (_, index) => String(100_000_000_000 + index * 7_919)),
    regions: REGIONS,
    projects: Array.from({ length: TEAMS }, (_, index) => `TEAM${index}`),
    rules: catalogue.map(({ id }) => id),
  };
}

const COLUMNS = `finding_id, rule_id, account_id, scope, other_region, resource_id, arn_start, arn_rest, resource_name,
  tags, state, severity, message, evidence, first_seen_at, opened_at, due_at, unknown_since, resolved_at, resolved_reason,
  changed_at, project_key, exception_id, paused_at, issue_id, issue_key, issue_state, issue_opening, needs_sync`;

/** Writes that many findings, of accounts, teams, rules and states in the proportions of a large company. */
export async function load(url: string, findings: number, estate: Estate, now: number): Promise<void> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  const random = seeded(20_261_124);
  await connection.query('SET SESSION unique_checks = 0');
  for (const [index, id] of estate.accounts.entries()) {
    await connection.query(
      `INSERT INTO accounts (account_id, name, role_arn, tier, owner_project_key, regions, enabled, created_at, updated_at)
       VALUES (?, ?, ?, 'production', ?, '"enabled"', 1, ?, ?)`,
      [
        id,
        `team-${index % TEAMS}-account-${index}`,
        `arn:aws:iam::${id}:role/CloudFindingsReadOnly`,
        `TEAM${index % TEAMS}`,
        now,
        now,
      ],
    );
    for (const scope of ['global', ...estate.regions])
      await connection.query(
        'INSERT INTO scopes (account_id, scope, last_attempt_at, last_complete_at, duration_ms) VALUES (?, ?, ?, ?, ?)',
        [id, scope, now, now, 20_000],
      );
  }
  for (let from = 0; from < findings; from += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, findings - from) }, (_, index) =>
      finding(from + index, estate, random, now),
    );
    await connection.query(`INSERT INTO findings (${COLUMNS}) VALUES ?`, [rows]);
  }
  await connection.end();
}

function finding(
  index: number,
  estate: Estate,
  random: () => number,
  now: number,
): (string | number | null)[] {
  const rule = catalogue[skewed(random, catalogue.length)];
  if (rule === undefined) throw new Error('The catalogue is empty.');
  const accountIndex = skewed(random, estate.accounts.length);
  const accountId = estate.accounts[accountIndex] ?? '';
  const region = estate.regions[skewed(random, estate.regions.length)] ?? '';
  const scope = rule.resource.scope === 'global' ? 'global' : region;
  const hash = createHash('sha256').update(String(index)).digest('hex');
  const service = rule.id.split('-')[0] ?? 'ec2';
  const resourceId = `${service === 'ec2' ? 'sg' : service}-${hash.slice(0, 17)}`;
  const resourceArn =
    service === 's3'
      ? `arn:aws:s3:::${resourceId}`
      : `arn:aws:${service}:${region}:${accountId}:${resourceId}`;
  const id = findingId({ ruleId: rule.id, accountId, region, resourceArn });
  const lot = random();
  const state = lot < 0.16 ? 'resolved' : lot < 0.2 ? 'unknown' : 'open';
  const openedAt = now - Math.floor(random() * 200 * DAY_MS);
  const excepted = state === 'open' && random() < 0.01;
  const filed = state === 'open' && random() < 0.02;
  // Nobody owns one account in twenty.
  const projectKey = accountIndex % 20 === 19 ? null : `TEAM${accountIndex % TEAMS}`;
  return [
    id,
    rule.id,
    accountId,
    scope,
    ...placeOf({ accountId, scope, region, resourceId, resourceArn }),
    random() < 0.4 ? `orders-service-${hash.slice(20, 26)}` : null,
    random() < 0.6
      ? canonicalJson({ environment: 'production', service: 'orders', team: `team-${accountIndex % TEAMS}` })
      : null,
    state,
    severityRank(rule.severity),
    `${resourceId} does not keep to ${rule.title}`.slice(0, 66),
    canonicalJson({
      resource: resourceId,
      sources: ['0.0.0.0/0'],
      state: 'enabled',
      vpcId: `vpc-${hash.slice(30, 47)}`,
    }),
    openedAt,
    state === 'resolved' ? null : openedAt,
    state === 'open' ? openedAt + 150 * DAY_MS : null,
    state === 'unknown' ? now - DAY_MS : null,
    state === 'resolved' ? now - Math.floor(random() * KEPT_DAYS.resolvedFindings * DAY_MS) : null,
    state === 'resolved' ? 'fixed' : null,
    openedAt,
    projectKey,
    excepted ? EXCEPTION : null,
    excepted ? now - DAY_MS : null,
    filed ? 10_000 + index : null,
    filed ? `${projectKey ?? 'SEC'}-${index}` : null,
    filed ? 'open' : null,
    filed ? openedAt : null,
    filed ? (random() < 0.01 ? 1 : 0) : state === 'open' ? 1 : 0,
  ];
}
