import type { AccountEntry } from '../../src/cli/accounts-file';
import type { KvsStore } from '../forge/kvs/store';
import { isFormOfAwsKey, type Setup } from './setup';

/**
 * Puts into the app's secrets what its admin page has no field for: the ExternalIds that roles behind a given endpoint
 * already trust (the app makes its own and shows them in its template), and keys that no real AWS would give out.
 * The names are those of src/storage/secrets.ts.
 */
export function storeGivenSecrets(
  kvs: KvsStore,
  accounts: AccountEntry[],
  hub: Setup['hub'],
  now: number,
): void {
  const store = (key: string, value: unknown) =>
    kvs.secrets.set(key, { value, createdAt: now, updatedAt: now });
  for (const { id, externalId } of accounts) store(`external-id:${id}`, externalId);
  if (!isFormOfAwsKey(hub)) store('hub-credentials', hub);
}
