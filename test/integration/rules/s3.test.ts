import { publicPolicies } from './policies';
import { ACCOUNT_ID, STRANGER, wireTable } from './wire';

const region = 'eu-central-1';
const NONE = { block: 'none' as const, policy: null };
const acl = (grant: 'public-read' | 'public-read-write' | 'authenticated-read') => ({
  ...NONE,
  acl: grant,
  ownership: 'ObjectWriter' as const,
});
const readers = publicPolicies('s3:GetObject');
const writers = publicPolicies('s3:PutObject');

wireTable('s3-account-public-access-block', {
  cases: [
    { name: 'all four', account: { s3: { publicAccessBlock: 'all' } }, is: { [ACCOUNT_ID]: 'pass' } },
    { name: 'never set', account: { s3: {} }, is: { [ACCOUNT_ID]: 'fail' } },
    {
      name: 'all but one',
      account: { s3: { publicAccessBlock: { blockPublicAcls: false } } },
      is: { [ACCOUNT_ID]: ['fail', 'BlockPublicAcls'] },
    },
  ],
});

wireTable('s3-bucket-public-access-block', {
  spares: ['s3:GetBucketTagging'],
  cases: [
    {
      name: 'the block of the bucket alone',
      account: {
        s3: {
          buckets: {
            closed: { region },
            open: { region, block: 'none' },
            partly: { region, block: { restrictPublicBuckets: false } },
          },
        },
      },
      is: { closed: 'pass', open: 'fail', partly: ['fail', 'RestrictPublicBuckets'] },
    },
    {
      name: 'both blocks together',
      account: {
        s3: {
          publicAccessBlock: { blockPublicPolicy: false, restrictPublicBuckets: false },
          buckets: { filled: { region, block: { blockPublicAcls: false } }, open: { region, block: 'none' } },
        },
      },
      is: { filled: 'pass', open: 'fail' },
    },
    {
      name: 'the block of the account closes all',
      account: { s3: { publicAccessBlock: 'all', buckets: { open: { region, block: 'none' } } } },
      is: { open: 'pass' },
    },
  ],
});

wireTable('s3-bucket-public-read', {
  // Whether ACLs are off shows in the evidence; a public grant stands without it.
  spares: ['s3:GetBucketOwnershipControls'],
  cases: [
    {
      name: 'by policy, by ACL, and what the block makes of them',
      account: {
        s3: {
          buckets: {
            anybody: { ...NONE, region, policy: readers.anybody },
            'wide-address': { ...NONE, region, policy: readers['a-sixteenth-of-the-internet'] },
            'blocked-policy': { region, policy: readers.anybody },
            'by-acl': { region, ...acl('public-read') },
            'by-acl-of-any-account': { region, ...acl('authenticated-read') },
            'writers-only': { ...NONE, region, policy: writers.anybody },
            'office-only': { ...NONE, region, policy: 'office-ip' },
            'no-policy': { ...NONE, region },
          },
        },
      },
      is: {
        anybody: ['fail', 's3:GetObject'],
        'wide-address': 'fail',
        'blocked-policy': 'pass',
        'by-acl': ['fail', 'everyone'],
        'by-acl-of-any-account': ['fail', 'every AWS user'],
        'writers-only': 'pass',
        'office-only': 'pass',
        'no-policy': 'pass',
      },
    },
    {
      name: 'the block of the account closes all',
      account: {
        s3: { publicAccessBlock: 'all', buckets: { anybody: { ...NONE, region, policy: readers.anybody } } },
      },
      is: { anybody: ['pass', 'Block Public Access'] },
    },
  ],
});

wireTable('s3-bucket-public-write', {
  spares: ['s3:GetBucketOwnershipControls'],
  cases: [
    {
      name: 'by policy and by ACL',
      account: {
        s3: {
          buckets: {
            anybody: { ...NONE, region, policy: writers.anybody },
            'blocked-policy': { region, policy: writers.anybody },
            'by-acl': { region, ...acl('public-read-write') },
            'readers-only': { ...NONE, region, policy: readers.anybody },
            'acl-for-reading': { region, ...acl('public-read') },
            'no-policy': { ...NONE, region },
          },
        },
      },
      is: {
        anybody: ['fail', 's3:PutObject'],
        'blocked-policy': 'pass',
        'by-acl': 'fail',
        'readers-only': 'pass',
        'acl-for-reading': 'pass',
        'no-policy': 'pass',
      },
    },
  ],
});

wireTable('s3-bucket-secure-transport', {
  cases: [
    {
      name: 'what the policy denies',
      account: {
        s3: {
          buckets: {
            tls: { region, policy: 'tls-only' },
            none: { region, policy: null },
            other: { region, policy: 'office-ip' },
          },
        },
      },
      is: { tls: 'pass', none: ['fail', 'no policy'], other: 'fail' },
    },
  ],
});

const gives = (principal: string, ...Action: string[]) => ({
  Effect: 'Allow' as const,
  Principal: { AWS: principal },
  Action,
  Resource: '*',
});

wireTable('s3-bucket-cross-account-write', {
  cases: [
    {
      name: 'what outside accounts may do',
      params: { trusted_accounts: ['222233334444'] },
      account: {
        s3: {
          buckets: {
            none: { region, policy: null },
            own: { region, policy: gives(ACCOUNT_ID, 's3:*') },
            trusted: { region, policy: gives('222233334444', 's3:PutBucketPolicy') },
            reader: { region, policy: gives(STRANGER, 's3:GetObject', 's3:PutObject') },
            controller: { region, policy: gives(`arn:aws:iam::${STRANGER}:role/tool`, 's3:PutBucket*') },
            everything: { region, policy: gives(STRANGER, 's3:*') },
          },
        },
      },
      is: {
        none: 'pass',
        own: 'pass',
        trusted: 'pass',
        reader: 'pass',
        controller: ['fail', `gives ${STRANGER} s3:PutBucketPolicy`],
        everything: 'fail',
      },
      evidence: { controller: { accounts: [STRANGER] } },
    },
  ],
});

wireTable('s3-bucket-acl-disabled', {
  cases: [
    {
      name: 'by the ownership of objects',
      account: {
        s3: {
          buckets: {
            off: { region },
            preferred: { region, ownership: 'BucketOwnerPreferred' },
            never: { region, ownership: null },
          },
        },
      },
      is: { off: 'pass', preferred: 'fail', never: 'fail' },
      evidence: { preferred: { objectOwnership: 'BucketOwnerPreferred' }, never: { objectOwnership: null } },
    },
  ],
});

wireTable('s3-bucket-lifecycle', {
  cases: [
    {
      name: 'by its rules',
      account: {
        s3: {
          buckets: {
            tidy: { region },
            slow: { region, lifecycle: 30 },
            none: { region, lifecycle: 'none' },
            other: { region, lifecycle: 'other' },
            disabled: { region, lifecycle: 'disabled' },
          },
        },
      },
      is: {
        tidy: ['pass', '7 days'],
        slow: ['fail', 'after 30 days only'],
        none: ['fail', 'no lifecycle rule'],
        other: ['fail', 'never removed'],
        disabled: ['fail', 'no lifecycle rule'],
      },
    },
    {
      name: 'later is accepted',
      params: { abort_days: 30 },
      account: { s3: { buckets: { slow: { region, lifecycle: 30 } } } },
      is: { slow: 'pass' },
    },
  ],
});

wireTable('s3-access-point-public-block', {
  cases: [
    {
      name: 'by its block',
      region: {
        accessPoints: {
          closed: { bucket: 'data' },
          open: { bucket: 'data', block: 'none' },
          partly: { bucket: 'data', block: { blockPublicPolicy: false } },
          fourth: { bucket: 'data' },
        },
      },
      is: { closed: 'pass', open: ['fail', 'open of data'], partly: 'fail', fourth: 'pass' },
      evidence: { partly: { blockPublicAccess: { BlockPublicPolicy: false, BlockPublicAcls: true } } },
    },
  ],
});

wireTable('s3-mrap-public-block', {
  cases: [
    {
      name: 'by its block',
      account: {
        s3: {
          multiRegionAccessPoints: {
            closed: {},
            open: { buckets: ['a', 'b'], block: 'none' },
            third: {},
            fourth: {},
          },
        },
      },
      is: { closed: 'pass', open: ['fail', 'open'], third: 'pass', fourth: 'pass' },
      evidence: { open: { buckets: ['a', 'b'] } },
    },
  ],
});
