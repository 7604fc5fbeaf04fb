import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

export function lambdaProbes({ clients }: AwsSession): [string, Probe][] {
  return [
    [
      'lambda:ListFunctions',
      () => clients.regional('lambda', LambdaClient).send(new ListFunctionsCommand({ MaxItems: 1 })),
    ],
  ];
}
