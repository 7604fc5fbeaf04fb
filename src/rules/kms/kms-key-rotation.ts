import type { KeyMetadata } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { kmsKey } from './resources';

export default defineRule({
  id: 'kms-key-rotation',
  title: 'Customer keys rotate yearly',
  service: 'kms',
  severity: 'medium',
  pillar: 'security',
  resource: kmsKey,
  parameters: z.object({}),
  permissions: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey', 'kms:GetKeyRotationStatus'],
  references: { cis: ['7.0:4.6', '6.0:4.6', '5.0:3.6'], fsbp: ['KMS.4'] },
  guidance: {
    why: 'The same key material protects everything ever encrypted under this key, so if it is ever exposed all of it is. Automatic rotation gives new data new material on schedule, keeps the old for reading, and changes neither the key id nor its policy.',
    console: [
      'Open the KMS console in the region of the key, choose "Customer managed keys" and the key.',
      'Open the "Key material and rotations" tab and choose Edit under "Automatic key rotation".',
      'Choose Enable, keep 365 days or choose a period of your own, then Save.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws kms get-key-rotation-status --key-id ${resourceId} --region ${region}

aws kms enable-key-rotation --key-id ${resourceId} --rotation-period-in-days 365 --region ${region}`,
    terraform: ({ resourceId }) => `# in the aws_kms_key of ${resourceId}
enable_key_rotation     = true
rotation_period_in_days = 365`,
    before:
      'Nothing that uses the key notices. AWS charges a monthly fee for the first two rotations of a key; data that is already encrypted stays under its old material, so rotation is no cure for a key that was exposed.',
    links: [
      {
        title: 'Rotate AWS KMS keys',
        url: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
      },
      {
        title: 'Enable automatic key rotation',
        url: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html',
      },
    ],
  },
  async judge(key) {
    const reason = whyRotationDoesNotApply(await key.metadata());
    if (reason !== null) return pass(`Automatic rotation does not apply: ${reason}`);

    const { KeyRotationEnabled: enabled, RotationPeriodInDays: days } = await key.rotation();
    if (enabled === undefined) return unknown('AWS did not say whether the key rotates');
    if (enabled) return pass(days === undefined ? 'The key rotates' : `The key rotates every ${days} days`);
    return fail('Automatic rotation of the key is off', {
      keyRotationEnabled: false,
      ...(key.name === undefined ? {} : { alias: key.name }),
    });
  },
});

/**
 * KMS rotates on schedule only enabled symmetric keys whose material it made itself.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
function whyRotationDoesNotApply(key: KeyMetadata): string | null {
  if (key.KeyManager === 'AWS') return 'AWS manages the key and rotates it';
  if (key.KeySpec !== undefined && key.KeySpec !== 'SYMMETRIC_DEFAULT') {
    return key.KeySpec.startsWith('HMAC') ? 'it is an HMAC key' : 'it is an asymmetric key';
  }
  if (key.Origin === 'EXTERNAL') return 'its material was imported';
  if (key.Origin === 'AWS_CLOUDHSM' || key.Origin === 'EXTERNAL_KEY_STORE') {
    return 'it is in a custom key store';
  }
  if (key.MultiRegionConfiguration?.MultiRegionKeyType === 'REPLICA') {
    return `it is a replica, which rotates with its primary key in ${key.MultiRegionConfiguration.PrimaryKey?.Region ?? 'another region'}`;
  }
  switch (key.KeyState) {
    case 'Enabled':
      return null;
    case 'PendingDeletion':
    case 'PendingReplicaDeletion':
      return 'it is about to be deleted';
    case 'Disabled':
      return 'it is disabled';
    default:
      return key.KeyState === undefined ? null : `its state is ${key.KeyState}`;
  }
}
