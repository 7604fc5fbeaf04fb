import { callerIdentity } from '../../aws/credentials';
import type { AdminOverview } from '../../contract/admin-page';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import type { HubCredentials } from '../../storage/secrets';

type HubView = AdminOverview['hub'];

const NOT_CONFIGURED: HubView = {
  configured: false,
  accessKeyIdEnding: null,
  principalArn: null,
  problem: null,
};

/** What may be said of the hub credentials: never the secret, of the key its last four characters. */
export async function hubView(hub: HubCredentials | null): Promise<HubView> {
  if (hub === null) return NOT_CONFIGURED;
  const known = { configured: true, accessKeyIdEnding: hub.accessKeyId.slice(-4) };
  try {
    const { arn } = await callerIdentity(hub);
    return { ...known, principalArn: arn, problem: null };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...known, principalArn: null, problem: error.message };
  }
}
