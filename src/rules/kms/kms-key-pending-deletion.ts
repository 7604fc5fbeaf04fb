import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { kmsKey } from './resources';

export default defineRule({
  id: 'kms-key-pending-deletion',
  title: 'No customer key awaits deletion',
  service: 'kms',
  severity: 'critical',
  pillar: 'security',
  resource: kmsKey,
  parameters: z.object({}),
  permissions: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey'],
  references: { fsbp: ['KMS.3'] },
  guidance: {
    why: 'When the waiting period ends the key is gone for ever, and with it everything that it encrypted: volumes, backups, objects, secrets. Deleting a key is also what an intruder does who wants to be paid.',
    console: [
      'Open the KMS console in the region of the key, choose "Customer managed keys" and the key.',
      'Look under "Cryptographic configuration" and in CloudTrail who scheduled the deletion, and whether anybody tried to use the key since.',
      'Choose "Key actions", "Cancel key deletion" unless you are sure.',
      'Choose "Key actions", Disable where it should go: what breaks then can be mended by enabling it again.',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=ResourceName,AttributeValue=${resourceArn} --max-results 20

aws kms cancel-key-deletion --key-id ${resourceId} --region ${region}
aws kms disable-key --key-id ${resourceId} --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_kms_key" "key" { # ${resourceId}
  is_enabled              = false # disabled for some months shows who misses it
  deletion_window_in_days = 30
  lifecycle {
    prevent_destroy = true
  }
}`,
    before:
      'Cancelling leaves the key disabled and costs a dollar a month, nothing else. A key that really is to go passes this rule when it is gone: give it an exception until the date, with the name of who checked that no snapshot, backup or bucket still needs it.',
    links: [
      {
        title: 'Delete an AWS KMS key',
        url: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html',
      },
      {
        title: 'Determine past usage of a KMS key',
        url: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html',
      },
    ],
  },
  async judge(key) {
    const { KeyState, DeletionDate } = await key.metadata();
    if (KeyState !== 'PendingDeletion' && KeyState !== 'PendingReplicaDeletion')
      return pass(`The key is ${KeyState?.toLowerCase() ?? 'there'}`);
    const when =
      DeletionDate === undefined ? 'once its replicas are gone' : `on ${dayOf(DeletionDate.getTime())}`;
    return fail(`The key ${key.name ?? key.id} will be deleted ${when}`, {
      keyState: KeyState,
      alias: key.name ?? null,
    });
  },
});
