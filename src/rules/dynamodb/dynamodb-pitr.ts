import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { dynamoDbTable } from './resources';

export default defineRule({
  id: 'dynamodb-pitr',
  title: 'Tables have point-in-time recovery',
  service: 'dynamodb',
  severity: 'medium',
  pillar: 'reliability',
  resource: dynamoDbTable,
  parameters: z.object({}),
  permissions: ['dynamodb:ListTables', 'dynamodb:DescribeContinuousBackups'],
  references: { fsbp: ['DynamoDB.2'] },
  guidance: {
    why: 'A faulty release or a wrong delete in a table without backups cannot be undone, and DynamoDB replicates the damage to every copy within a second. With point-in-time recovery the table can be restored as it was at any second of the last 35 days.',
    console: [
      'Open the DynamoDB console in the region of the table, choose Tables and the table.',
      'Open the Backups tab and, under "Point-in-time recovery (PITR)", choose Edit.',
      'Tick "Turn on point-in-time-recovery", choose how many days back it goes, and choose "Save changes".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws dynamodb describe-continuous-backups --table-name ${resourceId} --region ${region}

aws dynamodb update-continuous-backups --table-name ${resourceId} --region ${region} \\
  --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35`,
    terraform: ({ resourceId }) => `resource "aws_dynamodb_table" "table" {
  name = "${resourceId}"
  # ... as it is
  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }
}`,
    before:
      'Nothing changes for readers and writers, and the table is covered from now on, not backwards. It is billed by the size of the table: where the table is a cache that can be rebuilt, an exception with that reason is the better answer. A restore always makes a new table, so practise it once.',
    links: [
      {
        title: 'Point-in-time recovery for DynamoDB',
        url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
      },
      {
        title: 'Restoring a DynamoDB table to a point in time',
        url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html',
      },
    ],
  },
  async judge(table) {
    const { enabled, days } = await table.pointInTimeRecovery();
    if (enabled) return pass(days === null ? 'Point-in-time recovery is on' : `It goes back ${days} days`);
    return fail(`The table ${table.id} cannot be restored to a point in time`, {
      pointInTimeRecovery: 'DISABLED',
    });
  },
});
