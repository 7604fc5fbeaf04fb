import { ACCOUNT_ID, STRANGER, wireTable } from './wire';

const home = 'eu-central-1';

wireTable('cloudtrail-multi-region', {
  cases: [
    { name: 'none', is: { [ACCOUNT_ID]: ['fail', 'no trail'] } },
    { name: 'one of all regions', account: { trails: { audit: { home } } }, is: { [ACCOUNT_ID]: 'pass' } },
    {
      name: 'one of the organisation',
      account: { trails: { org: { home, owner: STRANGER } } },
      is: { [ACCOUNT_ID]: 'pass' },
    },
    {
      name: 'each lacks something',
      account: {
        trails: {
          local: { home, multiRegion: false },
          stopped: { home, logging: false },
          data: { home, selectors: 'data-only' },
        },
      },
      is: { [ACCOUNT_ID]: 'fail' },
    },
  ],
});

for (const [ruleId, property, bad] of [
  ['cloudtrail-log-validation', 'validation', false],
  ['cloudtrail-kms-encryption', 'key', null],
] as const) {
  wireTable(ruleId, {
    cases: [
      {
        name: 'trails of the account in their home region',
        account: {
          trails: {
            good: { home },
            bad: { home, [property]: bad },
            'of-another-region': { home: 'eu-west-1', [property]: bad },
            'of-the-organisation': { home, owner: STRANGER, [property]: bad },
          },
        },
        is: { good: 'pass', bad: ['fail', 'bad'] },
      },
    ],
  });
}

const trail = (selectors: string, more = {}) => ({ trails: { audit: { home, selectors, ...more } } });
for (const kind of ['read', 'write'] as const) {
  const other = kind === 'read' ? 'write' : 'read';
  const pass = { [ACCOUNT_ID]: 'pass' as const };
  const fail = { [ACCOUNT_ID]: ['fail' as const, `${kind}s of objects`] as ['fail', string] };
  wireTable(`cloudtrail-s3-${kind}-events`, {
    cases: [
      { name: 'all, by basic selectors', account: trail('s3'), is: pass },
      { name: 'all, by advanced selectors', account: trail('advanced'), is: pass },
      { name: 'these alone', account: trail(`s3-${kind}`), is: pass },
      { name: 'the others alone', account: trail(`s3-${other}`), is: fail },
      {
        name: 'writes alone, by an advanced selector',
        account: trail('advanced-s3-write'),
        is: kind === 'write' ? pass : fail,
      },
      { name: 'of one bucket', account: trail('s3-one-bucket'), is: fail },
      { name: 'of one bucket, by an advanced selector', account: trail('advanced-s3-one-bucket'), is: fail },
      { name: 'management events alone', account: trail('management'), is: fail },
      { name: 'stopped', account: trail('s3', { logging: false }), is: fail },
      { name: 'of one region', account: trail('s3', { multiRegion: false }), is: fail },
      { name: 'no trail', is: fail },
    ] as Parameters<typeof wireTable>[1]['cases'],
  });
}

const open = { block: 'none' as const, region: home };
const read = { Effect: 'Allow' as const, Principal: '*', Action: 's3:GetObject', Resource: '*' };
wireTable('cloudtrail-bucket-public', {
  spares: ['s3:GetBucketOwnershipControls'],
  cases: [
    {
      name: 'by what the bucket lets in',
      account: {
        s3: {
          buckets: {
            'logs-closed': { region: home, policy: 'log-delivery' },
            'logs-read': { ...open, policy: read },
            'logs-write': { ...open, policy: { ...read, Action: 's3:PutObject' } },
            'logs-acl': { ...open, policy: null, acl: 'public-read', ownership: 'ObjectWriter' },
          },
        },
        trails: {
          closed: { home, bucket: 'logs-closed' },
          read: { home, bucket: 'logs-read' },
          write: { home, bucket: 'logs-write' },
          acl: { home, bucket: 'logs-acl' },
          foreign: { home, bucket: 'log-archive-of-the-organisation' },
          org: { home, owner: STRANGER, bucket: 'logs-read' },
        },
      },
      is: {
        closed: 'pass',
        read: ['fail', 'The log bucket logs-read is public'],
        write: 'fail',
        acl: 'fail',
        foreign: ['unknown', 'another account'],
      },
      evidence: { read: { bucket: 'logs-read' } },
    },
  ],
});
