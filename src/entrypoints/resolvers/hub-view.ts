import { callerIdentity } from '../../aws/credentials';
import type { AdminOverview } from '../../contract/admin-page';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import { within } from '../../scan/within';
import type { HubCredentials } from '../../storage/secrets';
import { hubProblem } from '../../storage/unread-queries';

type HubView = AdminOverview['hub'];

/** Of the 25 s that a page waits; the AWS client itself would go on trying for longer. */
const AWS_ANSWERS_WITHIN_MS = 10_000;

export const NO_HUB: HubView = {
  configured: false,
  accessKeyIdEnding: null,
  principalArn: null,
  problem: null,
};

/**
 * What may be said of the hub credentials: never the secret, of the key its last four characters. AWS is not asked: the
 * principal is the one that it named when they were saved, the problem the one that the last scan met.
 */
export async function hubView(hub: HubCredentials | null): Promise<HubView> {
  if (hub === null) return NO_HUB;
  if (hub.principalArn === undefined) return askWhoTheHubIs(hub);
  return { ...known(hub), principalArn: hub.principalArn, problem: await hubProblem(hub.savedAt ?? 0) };
}

/** The same as AWS says it now. */
export async function askWhoTheHubIs(hub: HubCredentials): Promise<HubView> {
  try {
    const { arn } = await within(AWS_ANSWERS_WITHIN_MS, callerIdentity(hub), notInTime);
    return { ...known(hub), principalArn: arn, problem: null };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...known(hub), principalArn: null, problem: error.message };
  }
}

function known({ accessKeyId }: HubCredentials) {
  return { configured: true, accessKeyIdEnding: accessKeyId.slice(-4) };
}

function notInTime(): never {
  throw new UnreadableError({
    operation: 'sts:GetCallerIdentity',
    region: 'global',
    reason: 'timeout',
    message: 'AWS did not answer in time. Try again in a minute.',
  });
}
