import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function dynamoDbProbes(session: AwsSession): [string, Probe][] {
  const { region, accountId, partition } = session;
  const dynamoDb = session.clients.regional('dynamodb', DynamoDBClient);
  const first = session.question(async () => {
    const { TableNames } = await dynamoDb.send(new ListTablesCommand({ Limit: 1 }));
    return TableNames?.[0];
  });
  return [
    ['dynamodb:ListTables', first],
    [
      'dynamodb:DescribeContinuousBackups',
      ofFirst(first, 'tables', (TableName) =>
        dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName })),
      ),
    ],
    [
      'dynamodb:GetResourcePolicy',
      ofFirst(first, 'tables', (name) => {
        const ResourceArn = `arn:${partition}:dynamodb:${region}:${accountId}:table/${name}`;
        return dynamoDb.send(new GetResourcePolicyCommand({ ResourceArn }));
      }),
    ],
  ];
}
