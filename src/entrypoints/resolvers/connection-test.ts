import { AssumeRoleError, assumeAccountRole, enabledRegions } from '../../aws/credentials';
import { homeRegion } from '../../aws/regions';
import { AwsSession } from '../../aws/session';
import { testPermissions } from '../../aws/test-permissions';
import type { ConnectionTest } from '../../contract/admin-page';
import { type Account, partitionOf } from '../../domain/account';
import type { Rule } from '../../rules/define';
import { permissionsOf } from '../../rules/index';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import type { RequestBudget } from '../../scan/request-budget';
import type { HubCredentials } from '../../storage/secrets';

type Step = ConnectionTest['steps'][number];

function skipped(rules: Rule[]): Step[] {
  return permissionsOf(rules).map((name) => ({
    name,
    status: 'skipped',
    detail: 'The role could not be assumed.',
  }));
}

async function regionsStep(
  account: Account,
  credentials: Parameters<typeof enabledRegions>[0],
  requests: RequestBudget,
): Promise<{ step: Step; region: string }> {
  const partition = partitionOf(account.roleArn);
  const name = 'ec2:DescribeRegions';
  try {
    const enabled = await enabledRegions(credentials, { partition, requests });
    const asked = account.regions === 'enabled' ? enabled : account.regions;
    const missing = asked.filter((region) => !enabled.includes(region));
    const region = asked.find((candidate) => enabled.includes(candidate)) ?? homeRegion(partition);
    if (missing.length > 0) {
      return {
        step: { name, status: 'failed', detail: `Not enabled in this account: ${missing.join(', ')}.` },
        region,
      };
    }
    return { step: { name, status: 'ok', detail: `${enabled.length} regions are enabled.` }, region };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { step: { name, status: 'failed', detail: error.message }, region: homeRegion(partition) };
  }
}

/**
 * Assumes the account's role and tries each permission that the rules need, once and cheaply, as far as `requests` go: what
 * is left of them then is skipped, and says so.
 */
export async function testConnection(
  hub: HubCredentials,
  account: Account,
  externalId: string,
  rules: Rule[],
  requests: RequestBudget,
): Promise<ConnectionTest> {
  try {
    const credentials = await assumeAccountRole(hub, { roleArn: account.roleArn, externalId }, { requests });
    const assumed: Step = { name: 'sts:AssumeRole', status: 'ok', detail: `Assumed ${account.roleArn}.` };
    const { step, region } = await regionsStep(account, credentials, requests);
    const session = new AwsSession({
      accountId: account.id,
      partition: partitionOf(account.roleArn),
      scope: region,
      credentials,
      requests,
    });
    const tested = await testPermissions(session, permissionsOf(rules));
    const steps = [
      assumed,
      step,
      ...tested.map(({ permission, status, detail }): Step => ({ name: permission, status, detail })),
    ];
    return { ok: steps.every(({ status }) => status !== 'failed'), steps };
  } catch (error) {
    if (!(error instanceof AssumeRoleError)) throw error;
    return {
      ok: false,
      steps: [{ name: 'sts:AssumeRole', status: 'failed', detail: error.message }, ...skipped(rules)],
    };
  }
}
