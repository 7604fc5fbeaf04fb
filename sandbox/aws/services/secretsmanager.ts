import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { stableHex } from '../world';
import { here } from './regional';

const DAY = 86_400_000;

export const secretsManagerService: Service = {
  name: 'secretsmanager',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...secretsmanager }),
  operations: [
    operation(secretsmanager.ListSecrets$, listSecrets),
    operation(secretsmanager.GetResourcePolicy$, getResourcePolicy),
  ],
};

function arnOf(call: Call, name: string): string {
  const suffix = stableHex(6, 'secret', call.account.id, call.region, name);
  return `arn:aws:secretsmanager:${call.region}:${call.account.id}:secret:${name}-${suffix}`;
}

function listSecrets(
  input: secretsmanager.ListSecretsRequest,
  call: Call,
): secretsmanager.ListSecretsResponse {
  const { world } = call;
  const all = Object.entries(here(call).secrets).map(([name, declared]): secretsmanager.SecretListEntry => {
    const { rotated, used, owner } = declared;
    return {
      ARN: arnOf(call, name),
      Name: name,
      CreatedDate: world.dateOf(declared.age),
      ...(rotated === 'off' ? {} : { RotationEnabled: true }),
      ...(typeof rotated === 'number' ? { LastRotatedDate: world.dateOf(rotated) } : {}),
      // Secrets Manager remembers the day, not the hour.
      ...(used === null
        ? {}
        : { LastAccessedDate: new Date(Math.floor(world.dateOf(used).getTime() / DAY) * DAY) }),
      ...(owner === undefined ? {} : { OwningService: owner }),
      Tags: Object.entries({ ...call.account.tags, ...declared.tags }).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    };
  });
  const { items, next } = paginate(
    all,
    { limit: input.MaxResults, token: input.NextToken, max: 100, tokenName: 'NextToken' },
    call,
  );
  return { SecretList: items, NextToken: next };
}

function getResourcePolicy(
  input: secretsmanager.GetResourcePolicyRequest,
  call: Call,
): secretsmanager.GetResourcePolicyResponse {
  const found = Object.entries(here(call).secrets).find(
    ([name]) => input.SecretId === name || input.SecretId === arnOf(call, name),
  );
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
  }
  const [name, { policy }] = found;
  return {
    ARN: arnOf(call, name),
    Name: name,
    ...(policy === null ? {} : { ResourcePolicy: policyText(policy) ?? '' }),
  };
}
