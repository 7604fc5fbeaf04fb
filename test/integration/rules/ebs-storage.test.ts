import { ACCOUNT_ID, REGION, STRANGER, wireTable } from './wire';

wireTable('ebs-volume-encrypted', {
  cases: [
    {
      name: 'attached or not',
      region: {
        volumes: {
          sealed: { id: 'vol-sealed' },
          plain: { id: 'vol-plain', encrypted: false, size: 500 },
        },
      },
      is: { 'vol-sealed': 'pass', 'vol-plain': ['fail', '500 GiB'] },
    },
  ],
});

wireTable('ebs-volume-unattached', {
  cases: [
    {
      name: 'by age and by use',
      region: {
        vpcs: { main: {} },
        instances: { web: { id: 'i-web', state: 'terminated' } },
        volumes: {
          old: { id: 'vol-old', age: '200d' },
          young: { id: 'vol-young', age: '1d' },
          used: { id: 'vol-used', age: '200d', attachedTo: 'web' },
        },
      },
      is: { 'vol-old': 'fail', 'vol-young': 'pass', 'vol-used': ['pass', 'in-use'] },
    },
  ],
});

wireTable('ebs-default-encryption', {
  cases: [
    {
      name: 'on',
      region: { ebs: { encryptionByDefault: true } },
      is: { [ACCOUNT_ID]: ['pass', REGION] },
    },
    {
      name: 'off',
      region: { ebs: { encryptionByDefault: false } },
      is: { [ACCOUNT_ID]: ['fail', REGION] },
    },
  ],
});

wireTable('ebs-snapshot-block-public', {
  cases: [
    {
      name: 'all sharing',
      region: { ebs: { snapshotBlock: 'block-all-sharing' } },
      is: { [ACCOUNT_ID]: 'pass' },
    },
    {
      name: 'new sharing alone leaves public what was public',
      region: { ebs: { snapshotBlock: 'block-new-sharing' } },
      is: { [ACCOUNT_ID]: ['fail', 'shared before'] },
    },
    {
      name: 'new sharing, where that is enough',
      params: { accept_block_new: true },
      region: { ebs: { snapshotBlock: 'block-new-sharing' } },
      is: { [ACCOUNT_ID]: 'pass' },
    },
    {
      name: 'none',
      region: { ebs: { snapshotBlock: 'unblocked' } },
      is: { [ACCOUNT_ID]: ['fail', 'can make it public'] },
    },
  ],
});

wireTable('ebs-snapshot-public', {
  // A public snapshot is reported also where nobody may read the region's block, which could only excuse it.
  spares: ['ec2:GetSnapshotBlockPublicAccessState'],
  cases: [
    {
      name: 'shared with everyone, with a stranger, with nobody',
      region: {
        ebs: { snapshotBlock: 'block-new-sharing' },
        snapshots: {
          open: { id: 'snap-open', public: true, encrypted: false },
          partner: { id: 'snap-partner', sharedWith: [STRANGER], encrypted: false },
          own: { id: 'snap-own' },
        },
      },
      is: { 'snap-open': ['fail', 'shared with everyone'] },
    },
    {
      name: 'public, and blocked for the region',
      region: {
        ebs: { snapshotBlock: 'block-all-sharing' },
        snapshots: { open: { id: 'snap-blocked', public: true, encrypted: false } },
      },
      is: { 'snap-blocked': ['pass', 'blocks all public sharing'] },
    },
  ],
});
