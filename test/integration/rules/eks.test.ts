import { wireTable } from './wire';

wireTable('eks-endpoint-public', {
  cases: [
    {
      name: 'who may reach the endpoint',
      region: {
        clusters: {
          inside: {},
          world: { endpoint: 'public', tags: { team: 'platform' } },
          'world-and-inside': { endpoint: 'both' },
          office: { endpoint: 'both', publicCidrs: ['203.0.113.0/24'] },
          halves: { endpoint: 'public', publicCidrs: ['0.0.0.0/1', '128.0.0.0/1'] },
        },
      },
      is: {
        inside: ['pass', 'inside the VPC'],
        world: ['fail', 'whole internet'],
        'world-and-inside': 'fail',
        office: ['pass', 'chosen ranges'],
        halves: 'fail',
      },
      evidence: { office: { publicAccessCidrs: ['203.0.113.0/24'] } },
      tags: { world: { team: 'platform' } },
    },
    {
      name: 'no public endpoint is accepted',
      params: { allow_restricted_cidrs: false },
      region: { clusters: { office: { endpoint: 'both', publicCidrs: ['203.0.113.0/24'] } } },
      is: { office: ['fail', 'has a public endpoint'] },
    },
  ],
});

wireTable('eks-supported-version', {
  cases: [
    {
      name: 'what EKS says of the version',
      region: {
        clusters: {
          current: { version: '1.34' },
          extended: { version: '1.31' },
          old: { version: '1.30' },
          unheard: { version: '1.12' },
        },
      },
      is: {
        current: ['pass', 'standard support'],
        extended: ['fail', 'out of standard support since 2025-11-26'],
        old: ['fail', '1.30'],
        unheard: 'unknown',
      },
      evidence: { old: { support: 'UNSUPPORTED' } },
    },
    {
      name: 'a version of our own choice',
      params: { min_version: '1.30' },
      region: { clusters: { extended: { version: '1.31' }, older: { version: '1.9' } } },
      is: { extended: 'pass', older: ['fail', 'older than 1.30'] },
    },
  ],
});

wireTable('eks-secrets-encrypted', {
  cases: [
    {
      name: 'with and without a key',
      region: { clusters: { sealed: {}, plain: { secretsKey: null } } },
      is: { sealed: ['pass', 'eks-secrets'], plain: ['fail', 'plain'] },
    },
  ],
});
