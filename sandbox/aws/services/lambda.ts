import * as lambda from '@aws-sdk/client-lambda';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { lambdaDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { stableHex } from '../world';
import { securityGroupId, vpcIdOfGroup } from './ec2/security-groups';
import { here } from './regional';

/** MaxItems may be up to 10000, but no page is longer than 50. */
const MAX_ITEMS = 10_000;

export const lambdaService: Service = {
  name: 'lambda',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...lambda })),
  dialect: lambdaDialect,
  known: knownOperations({ ...lambda }),
  operations: [operation(lambda.ListFunctions$, listFunctions)],
};

function listFunctions(input: lambda.ListFunctionsRequest, call: Call): lambda.ListFunctionsResponse {
  const all = Object.entries(here(call).functions).map(([name, declared]): lambda.FunctionConfiguration => {
    const runtime = Object.values(lambda.Runtime).find((candidate) => candidate === declared.runtime);
    const [group] = declared.groups;
    return {
      FunctionName: name,
      FunctionArn: `arn:aws:lambda:${call.region}:${call.account.id}:function:${name}`,
      ...(runtime === undefined ? {} : { Runtime: runtime }),
      Role: `arn:aws:iam::${call.account.id}:role/${name}`,
      Handler: 'index.handler',
      Description: declared.description,
      MemorySize: declared.memory,
      Timeout: 30,
      PackageType: 'Zip',
      Architectures: ['arm64'],
      LastModified: call.world.dateOf(declared.age).toISOString().replace('Z', '+0000'),
      Version: '$LATEST',
      ...(group === undefined
        ? {}
        : {
            VpcConfig: {
              SubnetIds: [`subnet-0${stableHex(16, call.account.id, call.region)}`],
              SecurityGroupIds: declared.groups.map((name) => securityGroupId(call, name)),
              VpcId: vpcIdOfGroup(call, group),
            },
          }),
    };
  });
  const { items, next } = paginate(
    all,
    {
      limit: input.MaxItems,
      token: input.Marker,
      max: MAX_ITEMS,
      limitName: 'MaxItems',
      tokenName: 'Marker',
    },
    call,
  );
  return { Functions: items, NextMarker: next };
}
