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
