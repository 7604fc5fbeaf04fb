import * as lambda from '@aws-sdk/client-lambda';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { lambdaDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { stableHex } from '../world';
import { securityGroupId, vpcIdOfGroup } from './ec2/security-groups';
import { here } from './regional';

/** MaxItems may be up to 10000, but no page is longer than 50. */
const MAX_ITEMS = 10_000;
const MAX_URLS = 50;

export const lambdaService: Service = {
  name: 'lambda',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...lambda })),
  dialect: lambdaDialect,
  known: knownOperations({ ...lambda }),
  operations: [
    operation(lambda.ListFunctions$, listFunctions),
    operation(lambda.GetPolicy$, getPolicy),
    operation(lambda.ListFunctionUrlConfigs$, listFunctionUrlConfigs),
  ],
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
      PackageType: declared.runtime === 'image' ? 'Image' : 'Zip',
      ...environmentOf(declared),
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

type Declared = ReturnType<typeof here>['functions'][string];

/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentResponse.html */
function environmentOf({
  environment,
  readable,
}: Declared): Pick<lambda.FunctionConfiguration, 'Environment'> {
  if (Object.keys(environment).length === 0) return {};
  if (readable) return { Environment: { Variables: environment } };
  const Message =
    'Lambda was unable to decrypt your environment variables because the KMS access was denied. Please check your KMS permissions.';
  return { Environment: { Error: { ErrorCode: 'AccessDeniedException', Message } } };
}

function functionNamed(call: Call, name: string | undefined): Declared {
  const declared = here(call).functions[name ?? ''];
  if (declared === undefined)
    throw new AwsError('ResourceNotFoundException', 404, `Function not found: ${name}`);
  return declared;
}

function getPolicy(input: lambda.GetPolicyRequest, call: Call): lambda.GetPolicyResponse {
  const declared = functionNamed(call, input.FunctionName);
  const asked = input.Qualifier === undefined ? declared : declared.aliases[input.Qualifier];
  const text = asked === undefined ? null : policyText(asked.policy);
  if (text === null)
    throw new AwsError('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
  return { Policy: text, RevisionId: '1' };
}

function listFunctionUrlConfigs(
  input: lambda.ListFunctionUrlConfigsRequest,
  call: Call,
): lambda.ListFunctionUrlConfigsResponse {
  const name = input.FunctionName ?? '';
  const { url, age, aliases } = functionNamed(call, name);
  const time = call.world.dateOf(age).toISOString();
  const all = [
    ['', url] as const,
    ...Object.entries(aliases).map(([alias, { url }]) => [alias, url] as const),
  ];
  const configs = all.flatMap(([alias, AuthType]) => {
    if (AuthType === null) return [];
    const qualified = alias === '' ? name : `${name}:${alias}`;
    return {
      FunctionUrl: `https://${stableHex(32, call.account.id, qualified)}.lambda-url.${call.region}.on.aws/`,
      FunctionArn: `arn:aws:lambda:${call.region}:${call.account.id}:function:${qualified}`,
      AuthType,
      CreationTime: time,
      LastModifiedTime: time,
    };
  });
  const { items, next } = paginate(
    configs,
    {
      limit: input.MaxItems,
      token: input.Marker,
      max: MAX_URLS,
      limitName: 'MaxItems',
      tokenName: 'Marker',
    },
    call,
  );
  return { FunctionUrlConfigs: items, NextMarker: next };
}
