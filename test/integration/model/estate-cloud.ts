import type { Resource } from '../../../src/rules/define';
import ebsVolumeEncrypted from '../../../src/rules/ebs/ebs-volume-encrypted';
import { UnreadableError } from '../../../src/scan/evaluate/unreadable';
import type { Cloud } from '../../../src/scan/ports';
import type { Listing, ResourceReaders } from '../../../src/scan/scan-scope';
import { type CloudResource, type Estate, REGION, WEAKNESSES } from './estate';

/** What stands between the app and the estate. */
export interface CloudAccess {
  estate: Estate;
  /** The app begins to read an account's scope, and sees it as it is now. */
  onReading(accountId: string, scope: string): void;
  /** Every call to AWS goes through here: it takes time, and may be the last one of its invocation. */
  call<Answer>(answer: Answer): Promise<Answer>;
  /** What was read of it is on its way. */
  beforeList(accountId: string, scope: string): Promise<void>;
}

let access: CloudAccess | null = null;

/** From now on the app reads this estate. */
export function connectCloud(to: CloudAccess | null): void {
  access = to;
}

/** Takes the place of src/aws/account-cloud, which asks AWS over HTTP: thousands of histories have no time for that. */
export function accountCloud(): Cloud {
  return {
    enabledRegions: async () => [REGION],
    readers: async (account, scope) => readersOf(account.id, scope),
  };
}

const denied = (operation: string, region: string) =>
  new UnreadableError({
    operation,
    region,
    reason: 'access-denied',
    message: `The role may not ${operation}.`,
  });

/** Readers of the estate as it is at this moment: what changes while they are used is the next scan's to see. */
async function readersOf(accountId: string, scope: string): Promise<ResourceReaders> {
  if (access === null) throw new Error('No estate is connected');
  const { estate, call, onReading, beforeList } = access;
  onReading(accountId, scope);
  const hasRole = estate.hasRole(accountId);
  const listing = estate.listing({ accountId, scope });
  const resources = estate.listed({ accountId, scope }).map((one) => resourceOf(estate, one, call));
  if (!(await call(hasRole))) throw denied('sts:AssumeRole', 'global');
  const operation = scope === REGION ? 'ec2:DescribeVolumes' : 's3:ListAllMyBuckets';
  return {
    partition: 'aws',
    list: async ({ key }): Promise<Listing> => {
      if (key !== 'ebs-volume' && key !== 's3-bucket') throw new TypeError(`The estate has no ${key}`);
      await beforeList(accountId, scope);
      return call({ resources, failures: listing === 'answers' ? [] : [denied(operation, scope)] });
    },
    refused: () => [],
    apiCalls: () => ({}),
  };
}

const LONG_AGO = Date.UTC(2025, 0, 1);

function resourceOf(estate: Estate, { name, arn, scope }: CloudResource, call: CloudAccess['call']) {
  const weak = WEAKNESSES.filter((one) => one.resource.name === name && estate.isWeak(one));
  const shared = { id: name, arn, region: REGION } satisfies Resource;
  if (scope === REGION) {
    const isAttached = !weak.some(({ ruleId }) => ruleId !== ebsVolumeEncrypted.id);
    return {
      ...shared,
      state: isAttached ? 'in-use' : 'available',
      encrypted: !weak.some(({ ruleId }) => ruleId === ebsVolumeEncrypted.id),
      sizeGiB: 8,
      volumeType: 'gp3',
      createdAt: LONG_AGO,
      attachedTo: isAttached ? ['i-0abc'] : [],
    };
  }
  const policiesDenied = estate.policiesDenied;
  return {
    ...shared,
    policy: async () => {
      await call(null);
      if (policiesDenied) throw denied('s3:GetBucketPolicy', REGION);
      return weak.length > 0 ? null : httpsOnly(arn);
    },
  };
}

function httpsOnly(arn: string) {
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
  return {
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`], Condition }],
  };
}
