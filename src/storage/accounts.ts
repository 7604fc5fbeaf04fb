import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type Account, accountSchema } from '../domain/account';
import { REGIONS_SCOPE } from '../domain/scope';
import { select, write } from './run-sql';
import { jsonColumn } from './stored-data';
import { tagsColumn } from './tags-column';

const rowSchema = z
  .object({
    account_id: z.string(),
    name: z.string(),
    role_arn: z.string(),
    tier: z.string(),
    owner_project_key: z.string().nullable(),
    regions: jsonColumn(z.unknown()),
    enabled: z.coerce.number(),
    tags: tagsColumn,
  })
  .transform((row): unknown => ({
    id: row.account_id,
    name: row.name,
    roleArn: row.role_arn,
    tier: row.tier,
    ownerProjectKey: row.owner_project_key,
    regions: row.regions,
    enabled: row.enabled === 1,
    tags: row.tags,
  }))
  .pipe(accountSchema);

function accountsWhere(condition: Sql): Promise<Account[]> {
  return select(
    rowSchema,
    sql`SELECT account_id, name, role_arn, tier, owner_project_key, regions, enabled, tags FROM accounts
      WHERE ${condition} ORDER BY name, account_id`,
  );
}

/** Every connected account, by name. */
export function listAccounts(): Promise<Account[]> {
  return accountsWhere(sql`1 = 1`);
}

/** The account, or null when it is not connected. */
export async function getAccount(accountId: string): Promise<Account | null> {
  const [account] = await accountsWhere(sql`account_id = ${accountId}`);
  return account ?? null;
}

/** Connects the account or replaces what is known of it. `now` in milliseconds since 1970. */
export async function saveAccount(account: Account, now: number): Promise<void> {
  await write(sql`INSERT INTO accounts
      (account_id, name, role_arn, tier, owner_project_key, regions, enabled, tags, created_at, updated_at)
    VALUES (${account.id}, ${account.name}, ${account.roleArn}, ${account.tier}, ${account.ownerProjectKey},
      ${JSON.stringify(account.regions)}, ${account.enabled ? 1 : 0}, ${JSON.stringify(account.tags)}, ${now}, ${now})
    ON DUPLICATE KEY UPDATE name = VALUES(name), role_arn = VALUES(role_arn), tier = VALUES(tier),
      owner_project_key = VALUES(owner_project_key), regions = VALUES(regions), enabled = VALUES(enabled), tags = VALUES(tags),
      updated_at = VALUES(updated_at)`);
  // AWS is not asked for the regions of an account that names them: that it once did not say is in nobody's way any more.
  if (account.regions !== 'enabled')
    await write(sql`DELETE FROM unread WHERE account_id = ${account.id} AND scope = ${REGIONS_SCOPE}`);
}

/** Forgets the account and what is known of reading it; its findings stay. */
export async function deleteAccount(accountId: string): Promise<void> {
  await write(sql`DELETE FROM unread WHERE account_id = ${accountId}`);
  await write(sql`DELETE FROM scopes WHERE account_id = ${accountId}`);
  await write(sql`DELETE FROM accounts WHERE account_id = ${accountId}`);
}
