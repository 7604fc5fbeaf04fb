import * as dynamodb from '@aws-sdk/client-dynamodb';
import { policyText } from '../estate/resource-policy';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { here } from './regional';

const MAX_TABLES = 100;

export const dynamoDbService: Service = {
  name: 'dynamodb',
  global: false,
  protocol: jsonProtocol('1.0'),
  dialect: jsonDialect,
  known: knownOperations({ ...dynamodb }),
  operations: [
    operation(dynamodb.ListTables$, listTables),
    operation(dynamodb.DescribeContinuousBackups$, describeContinuousBackups),
    operation(dynamodb.GetResourcePolicy$, getResourcePolicy),
  ],
};

/** The token is the last table's name. Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
function listTables(input: dynamodb.ListTablesInput, call: Call): dynamodb.ListTablesOutput {
  const names = Object.keys(here(call).tables).sort();
  const after = input.ExclusiveStartTableName;
  const rest = after === undefined ? names : names.filter((name) => name > after);
  const page = rest.slice(0, Math.min(input.Limit ?? MAX_TABLES, MAX_TABLES, call.world.pageSize));
  return {
    TableNames: page,
    ...(page.length < rest.length ? { LastEvaluatedTableName: page.at(-1) } : {}),
  };
}

function describeContinuousBackups(
  input: dynamodb.DescribeContinuousBackupsInput,
  call: Call,
): dynamodb.DescribeContinuousBackupsOutput {
  const table = here(call).tables[input.TableName ?? ''];
  if (table === undefined)
    throw new AwsError('TableNotFoundException', 400, `Table not found: ${input.TableName}`);
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: table.pointInTimeRecovery
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: 35,
            EarliestRestorableDateTime: call.world.dateOf(35 * 86_400_000),
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}

function getResourcePolicy(
  input: dynamodb.GetResourcePolicyInput,
  call: Call,
): dynamodb.GetResourcePolicyOutput {
  const name = input.ResourceArn?.split('/')[1] ?? '';
  const table = here(call).tables[name];
  if (table === undefined)
    throw new AwsError('ResourceNotFoundException', 400, `Requested resource not found: ${name}`);
  const policy = policyText(table.policy);
  if (policy === null) {
    throw new AwsError(
      'PolicyNotFoundException',
      400,
      `Resource-based policy not found for the provided ResourceArn: ${input.ResourceArn}`,
    );
  }
  return { Policy: policy, RevisionId: '1' };
}
