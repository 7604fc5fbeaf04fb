import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDbTable, dynamoDbTable } from '../../rules/dynamodb/resources';
import { whenAbsent, whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

const TABLES_PAGE = 100;
const GONE = ['TableNotFoundException', 'ResourceNotFoundException'];

export function dynamoDbReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const dynamoDb = session.clients.regional('dynamodb', DynamoDBClient);

  const toTable = (TableName: string): DynamoDbTable => {
    const arn = `arn:${partition}:dynamodb:${region}:${accountId}:table/${TableName}`;
    return {
      id: TableName,
      arn,
      region,
      name: TableName,
      pointInTimeRecovery: session.question(async () => {
        const command = new DescribeContinuousBackupsCommand({ TableName });
        const answer = await whileItExists(dynamoDb.send(command), GONE);
        const source = new Source('dynamodb:DescribeContinuousBackups', region);
        const recovery = source.required(
          answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription,
          `point-in-time recovery of ${TableName}`,
        );
        const status = source.required(recovery.PointInTimeRecoveryStatus, 'PointInTimeRecoveryStatus');
        return { enabled: status === 'ENABLED', days: recovery.RecoveryPeriodInDays ?? null };
      }),
      policy: session.question(async () => {
        const command = new GetResourcePolicyCommand({ ResourceArn: arn });
        const asked = whenAbsent(dynamoDb.send(command), ['PolicyNotFoundException'], null);
        const answer = await whileItExists(asked, GONE);
        if (answer === null) return null;
        return parsePolicy(answer.Policy, new Source('dynamodb:GetResourcePolicy', region), TableName);
      }),
    };
  };

  return {
    [dynamoDbTable.key]: () =>
      readListing(
        {
          source: new Source('dynamodb:ListTables', region),
          page: (ExclusiveStartTableName) =>
            dynamoDb.send(new ListTablesCommand({ Limit: TABLES_PAGE, ExclusiveStartTableName })),
          items: (page) => page.TableNames,
          next: (page) => page.LastEvaluatedTableName,
        },
        toTable,
      ),
  };
}
