import * as kms from '@aws-sdk/client-kms';
import { accessDenied } from '../access-denied';
import type { KmsKey } from '../estate/regional';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { stableHex } from '../world';
import { here } from './regional';

const ROTATION_PERIOD_DAYS = 365;
const MAX_ALIASES = 100;

export const kmsService: Service = {
  name: 'kms',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...kms }),
  operations: [
    operation(kms.ListKeys$, listKeys),
    operation(kms.ListAliases$, listAliases),
    operation(kms.DescribeKey$, describeKey),
    operation(kms.GetKeyRotationStatus$, getKeyRotationStatus),
    operation(kms.GetKeyPolicy$, getKeyPolicy),
  ],
};

interface KeyHere {
  name: string;
  key: KmsKey;
  id: string;
  arn: string;
}

function listKeys(input: kms.ListKeysRequest, call: Call): kms.ListKeysResponse {
  const { items, next } = paginate(keysHere(call), pageRequest(input, 1000), call);
  return {
    Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
    Truncated: next !== undefined,
    NextMarker: next,
  };
}

function listAliases(input: kms.ListAliasesRequest, call: Call): kms.ListAliasesResponse {
  const all = keysHere(call)
    .filter(({ key, id, arn }) => key.alias && (input.KeyId === undefined || [id, arn].includes(input.KeyId)))
    .map(({ name, id, key }) => ({
      AliasName: `alias/${name}`,
      AliasArn: `arn:aws:kms:${call.region}:${call.account.id}:alias/${name}`,
      TargetKeyId: id,
      CreationDate: call.world.dateOf(key.age),
    }));
  const { items, next } = paginate(all, pageRequest(input, MAX_ALIASES), call);
  return { Aliases: items, Truncated: next !== undefined, NextMarker: next };
}

function describeKey(input: kms.DescribeKeyRequest, call: Call): kms.DescribeKeyResponse {
  const { id, arn, key } = readableKey(input.KeyId, 'kms:DescribeKey', call);
  const spec = Object.values(kms.KeySpec).find((candidate) => candidate === key.spec);
  return {
    KeyMetadata: {
      AWSAccountId: call.account.id,
      KeyId: id,
      Arn: arn,
      CreationDate: call.world.dateOf(key.age),
      Description: key.description,
      Enabled: key.state === 'Enabled',
      KeyState: key.state,
      KeyManager: key.manager,
      ...(spec === undefined ? {} : { KeySpec: spec }),
      KeyUsage: key.usage,
      Origin: key.origin,
      MultiRegion: key.multiRegion !== 'no',
      ...(key.multiRegion === 'no'
        ? {}
        : {
            MultiRegionConfiguration: {
              MultiRegionKeyType: key.multiRegion === 'primary' ? 'PRIMARY' : 'REPLICA',
            },
          }),
      ...(key.state === 'PendingDeletion' ? { DeletionDate: call.world.dateOf(-14 * 86_400_000) } : {}),
    },
  };
}

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
function getKeyRotationStatus(
  input: kms.GetKeyRotationStatusRequest,
  call: Call,
): kms.GetKeyRotationStatusResponse {
  const { id, arn, key } = readableKey(input.KeyId, 'kms:GetKeyRotationStatus', call);
  if (key.state === 'PendingImport')
    throw new AwsError('KMSInvalidStateException', 400, `${arn} is pending import.`);
  if (key.spec !== 'SYMMETRIC_DEFAULT') throw new AwsError('UnsupportedOperationException', 400, '');
  const isRotated = key.rotation && key.origin === 'AWS_KMS' && key.state !== 'PendingDeletion';
  return {
    KeyId: id,
    KeyRotationEnabled: isRotated,
    ...(isRotated ? { RotationPeriodInDays: ROTATION_PERIOD_DAYS } : {}),
  };
}

function getKeyPolicy(input: kms.GetKeyPolicyRequest, call: Call): kms.GetKeyPolicyResponse {
  const { key } = readableKey(input.KeyId, 'kms:GetKeyPolicy', call);
  const Principal = { AWS: `arn:aws:iam::${call.account.id}:root` };
  const ofAccount = [{ Effect: 'Allow' as const, Principal, Action: 'kms:*', Resource: '*' }];
  return { Policy: policyText(key.policy ?? ofAccount) ?? '', PolicyName: 'default' };
}

function readableKey(keyId: string | undefined, action: string, call: Call): KeyHere {
  const found = keysHere(call).find(({ id, arn, name, key }) =>
    [id, arn, ...(key.alias ? [`alias/${name}`, arn.replace(/key\/.*/, `alias/${name}`)] : [])].includes(
      keyId ?? '',
    ),
  );
  if (!found)
    throw new AwsError(
      'NotFoundException',
      400,
      `Key 'arn:aws:kms:${call.region}:${call.account.id}:key/${keyId}' does not exist`,
    );
  if (found.key.unreadable)
    throw accessDenied(
      call.dialect,
      call.caller,
      action,
      `because no resource-based policy allows the ${action} action`,
      found.arn,
    );
  return found;
}

function keysHere(call: Call): KeyHere[] {
  return Object.entries(here(call).keys).map(([name, key]) => {
    const id = key.id ?? uuidOf(stableHex(32, 'key', call.account.id, call.region, name));
    return { name, key, id, arn: `arn:aws:kms:${call.region}:${call.account.id}:key/${id}` };
  });
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function pageRequest(input: { Limit?: number | undefined; Marker?: string | undefined }, max: number) {
  return {
    limit: input.Limit,
    token: input.Marker,
    max,
    limitName: 'Limit',
    tokenName: 'Marker',
    invalidToken: ['InvalidMarkerException', 400] as const,
  };
}
