import * as efs from '@aws-sdk/client-efs';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { resourceId } from '../world';
import { here } from './regional';

export const efsService: Service = {
  name: 'elasticfilesystem',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...efs })),
  dialect: restJsonDialect,
  known: knownOperations({ ...efs }),
  operations: [
    operation(efs.DescribeFileSystems$, describeFileSystems),
    operation(efs.DescribeFileSystemPolicy$, describeFileSystemPolicy),
  ],
};

function fileSystemsHere(call: Call) {
  return Object.entries(here(call).fileSystems).map(([name, declared]) => ({
    name,
    declared,
    id: declared.id ?? resourceId('fs', call.account.id, call.region, name),
  }));
}

function describeFileSystems(
  input: efs.DescribeFileSystemsRequest,
  call: Call,
): efs.DescribeFileSystemsResponse {
  const { items, next } = paginate(
    fileSystemsHere(call),
    { limit: input.MaxItems, token: input.Marker, max: 100, limitName: 'MaxItems', tokenName: 'Marker' },
    call,
  );
  return {
    FileSystems: items.map(({ name, declared, id }) => ({
      OwnerId: call.account.id,
      CreationToken: name,
      FileSystemId: id,
      FileSystemArn: `arn:aws:elasticfilesystem:${call.region}:${call.account.id}:file-system/${id}`,
      CreationTime: call.world.dateOf(declared.age),
      LifeCycleState: 'available',
      Name: name,
      NumberOfMountTargets: 2,
      SizeInBytes: { Value: 1_000_000 },
      PerformanceMode: 'generalPurpose',
      Encrypted: declared.encrypted,
      Tags: Object.entries({ Name: name, ...call.account.tags, ...declared.tags }).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    })),
    NextMarker: next,
  };
}

function describeFileSystemPolicy(
  input: efs.DescribeFileSystemPolicyRequest,
  call: Call,
): efs.FileSystemPolicyDescription {
  const found = fileSystemsHere(call).find(({ id }) => id === input.FileSystemId);
  if (found === undefined)
    throw new AwsError('FileSystemNotFound', 404, `File system '${input.FileSystemId}' does not exist.`);
  const { policy } = found.declared;
  const own = [{ Effect: 'Allow' as const, Principal: { AWS: call.account.id }, Action: '*', Resource: '*' }];
  const text = policyText(policy === 'clients' ? own : policy);
  if (text === null) {
    throw new AwsError(
      'PolicyNotFound',
      404,
      `File system policy for file system '${found.id}' does not exist.`,
    );
  }
  return { FileSystemId: found.id, Policy: text };
}
