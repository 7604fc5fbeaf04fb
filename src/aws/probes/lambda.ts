import {
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function lambdaProbes(session: AwsSession): [string, Probe][] {
  const lambda = session.clients.regional('lambda', LambdaClient);
  const first = session.question(async () => {
    const { Functions } = await lambda.send(new ListFunctionsCommand({ MaxItems: 1 }));
    return Functions?.[0]?.FunctionName;
  });
  return [
    ['lambda:ListFunctions', first],
    [
      'lambda:GetPolicy',
      ofFirst(first, 'functions', (FunctionName) => lambda.send(new GetPolicyCommand({ FunctionName }))),
    ],
    [
      'lambda:ListFunctionUrlConfigs',
      ofFirst(first, 'functions', (FunctionName) =>
        lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName, MaxItems: 1 })),
      ),
    ],
  ];
}
