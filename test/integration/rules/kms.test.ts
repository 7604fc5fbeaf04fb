import { withPolicies } from './policies';
import { wireTable } from './wire';

wireTable('kms-key-rotation', {
  cases: [
    {
      name: 'rotation, by kind of key',
      region: {
        keys: {
          rotating: { id: 'rotating' },
          forgotten: { id: 'forgotten', rotation: false },
          'aws/ebs': { id: 'of-aws', manager: 'AWS' },
          signing: { id: 'signing', spec: 'RSA_2048', usage: 'SIGN_VERIFY', rotation: false },
          imported: { id: 'imported', origin: 'EXTERNAL', rotation: false },
          leaving: { id: 'leaving', state: 'PendingDeletion', rotation: false },
        },
      },
      is: {
        rotating: ['pass', 'every 365 days'],
        forgotten: ['fail', 'is off'],
        signing: ['pass', 'asymmetric'],
        imported: ['pass', 'imported'],
        leaving: ['pass', 'deleted'],
      },
    },
  ],
});

const policies = withPolicies('kms:Decrypt');
const asKeys = Object.fromEntries(
  Object.entries(policies.resources).map(([name, { policy }]) => [name, { id: name, policy }]),
);
const byCaller = {
  Effect: 'Allow' as const,
  Principal: { AWS: '*' },
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: {
    StringEquals: { 'kms:CallerAccount': '111122223333', 'kms:ViaService': 'ec2.eu-central-1.amazonaws.com' },
  },
};
const viaService = {
  ...byCaller,
  Condition: { StringEquals: { 'kms:ViaService': 'ec2.eu-central-1.amazonaws.com' } },
};

wireTable('kms-key-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: {
        keys: {
          ...asKeys,
          own: { id: 'own' },
          'by-caller': { id: 'by-caller', policy: byCaller },
          'via-service-of-anybody': { id: 'via-service-of-anybody', policy: viaService },
          'aws/ebs': { id: 'of-aws', manager: 'AWS' },
        },
      },
      is: { ...policies.is, own: 'pass', 'by-caller': 'pass', 'via-service-of-anybody': 'fail' },
    },
  ],
});

wireTable('kms-key-pending-deletion', {
  cases: [
    {
      name: 'by the state of the key',
      region: {
        keys: {
          used: { id: 'used' },
          off: { id: 'off', state: 'Disabled' },
          leaving: { id: 'leaving', state: 'PendingDeletion' },
        },
      },
      is: { used: 'pass', off: 'pass', leaving: ['fail', 'alias/leaving will be deleted on 2026-12-07'] },
    },
  ],
});
