import { randomUUID } from 'node:crypto';
import { kvs } from '@forge/kvs';
import { z } from 'zod';
import { parseStored } from './stored-data';

const HUB_KEY = 'hub-credentials';

const hubSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** Whose key it is, as AWS said when it was saved. */
  principalArn: z.string().optional(),
  /** Milliseconds since 1970. */
  savedAt: z.number().optional(),
});

/** The access key that every account's role trusts. Never leaves the backend. */
export type HubCredentials = z.infer<typeof hubSchema>;

/** Null until an admin has set them. */
export async function getHubCredentials(): Promise<HubCredentials | null> {
  const stored = await kvs.getSecret(HUB_KEY);
  return stored === undefined ? null : parseStored(hubSchema, stored, 'the AWS credentials');
}

export async function saveHubCredentials(hub: HubCredentials): Promise<void> {
  await kvs.setSecret(HUB_KEY, hub);
}

export async function removeHubCredentials(): Promise<void> {
  await kvs.deleteSecret(HUB_KEY);
}

/**
 * The account's ExternalId, made on first use and the same ever after: changing it would lock the app out of the role.
 * Against the confused deputy: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export async function externalIdOf(accountId: string): Promise<string> {
  const key = `external-id:${accountId}`;
  const what = `the ExternalId of ${accountId}`;
  const stored = await kvs.getSecret(key);
  if (stored !== undefined) return parseStored(z.string(), stored, what);
  await kvs.setSecret(key, `cloud-findings-${randomUUID()}`, { keyPolicy: 'FAIL_IF_EXISTS' }).catch(() => {
    // Somebody else made it in between: theirs counts, and is read below.
  });
  return parseStored(z.string(), await kvs.getSecret(key), what);
}
