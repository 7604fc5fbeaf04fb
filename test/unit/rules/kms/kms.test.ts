import type { KeyMetadata } from '@aws-sdk/client-kms';
import keyRotation from '../../../../src/rules/kms/kms-key-rotation';
import type { KmsKey } from '../../../../src/rules/kms/resources';
import { ACCOUNT, denied, judgeTable, notAsked } from '../judge-table';

const key = (
  metadata: Partial<KeyMetadata>,
  rotation: KmsKey['rotation'] = notAsked('rotation'),
): KmsKey => ({
  id: '1234abcd',
  arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd`,
  region: 'us-east-1',
  name: 'alias/orders',
  metadata: async () => ({
    KeyId: '1234abcd',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    Origin: 'AWS_KMS',
    KeyState: 'Enabled',
    ...metadata,
  }),
  rotation,
  policy: notAsked('policy'),
});

judgeTable(keyRotation, [
  {
    name: 'rotates',
    resource: key({}, async () => ({ KeyRotationEnabled: true, RotationPeriodInDays: 365 })),
    is: 'pass',
    says: 'every 365 days',
  },
  {
    name: 'does not rotate',
    resource: key({}, async () => ({ KeyRotationEnabled: false })),
    is: 'fail',
    evidence: { keyRotationEnabled: false, alias: 'alias/orders' },
  },
  {
    name: 'a primary of several regions does not rotate',
    resource: key({ MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } }, async () => ({
      KeyRotationEnabled: false,
    })),
    is: 'fail',
  },
  { name: 'AWS does not say', resource: key({}, async () => ({})), is: 'unknown' },
  { name: 'unreadable', resource: key({}, denied('GetKeyRotationStatus')), is: 'unread' },
  { name: 'managed by AWS', resource: key({ KeyManager: 'AWS' }), is: 'pass', says: 'AWS manages' },
  { name: 'asymmetric', resource: key({ KeySpec: 'RSA_2048' }), is: 'pass', says: 'asymmetric' },
  { name: 'HMAC', resource: key({ KeySpec: 'HMAC_256' }), is: 'pass', says: 'HMAC' },
  { name: 'imported', resource: key({ Origin: 'EXTERNAL' }), is: 'pass', says: 'imported' },
  { name: 'custom store', resource: key({ Origin: 'AWS_CLOUDHSM' }), is: 'pass', says: 'custom key store' },
  {
    name: 'external store',
    resource: key({ Origin: 'EXTERNAL_KEY_STORE' }),
    is: 'pass',
    says: 'custom key store',
  },
  { name: 'disabled', resource: key({ KeyState: 'Disabled' }), is: 'pass', says: 'disabled' },
  { name: 'on its way out', resource: key({ KeyState: 'PendingDeletion' }), is: 'pass', says: 'deleted' },
  {
    name: 'a replica',
    resource: key({
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', PrimaryKey: { Region: 'eu-west-1' } },
    }),
    is: 'pass',
    says: 'primary key in eu-west-1',
  },
]);
