import { ACCOUNT_ID, type WireCase, wireTable } from './wire';

const ROOT = '<root_account>';
const root = (name: string, iam: NonNullable<WireCase['account']>['iam'], is: WireCase['is'][string]) => ({
  name,
  account: { iam },
  is: { [ROOT]: is },
});

wireTable('iam-root-access-key', {
  cases: [
    root('no key', {}, 'pass'),
    root('one', { root: { accessKeys: 1 } }, 'fail'),
    root('two', { root: { accessKeys: 2 } }, 'fail'),
  ],
});

wireTable('iam-root-mfa', {
  cases: [
    root('with MFA', {}, 'pass'),
    root('a password alone', { root: { mfa: false } }, ['fail', 'password alone']),
    root(
      'no credentials at all, since the organization manages them',
      { root: { mfa: false }, organization: ['RootCredentialsManagement'] },
      'pass',
    ),
    root(
      'an organization that only opens sessions',
      { root: { mfa: false }, organization: ['RootSessions'] },
      'fail',
    ),
  ],
});

/** One user of each kind; `<root_account>` is in the report too and is not listed. */
wireTable('iam-user-console-mfa', {
  cases: [
    {
      name: 'users of all kinds',
      account: {
        iam: {
          users: {
            careful: { console: { used: '3d' }, mfa: true },
            careless: { console: { used: '3d' } },
            newcomer: { console: {} },
            robot: { keys: [{ age: '10d', used: '1d' }] },
          },
        },
      },
      is: { careful: 'pass', careless: ['fail', 'careless'], newcomer: 'fail', robot: 'pass' },
    },
  ],
});

/** Robots by what is said of their keys: the report takes a second to make, so that all are in one account. */
const robots = (keys: Record<string, { age: string; used?: string; active?: boolean }[]>) => ({
  iam: { users: Object.fromEntries(Object.entries(keys).map(([name, of]) => [name, { keys: of }])) },
});

wireTable('iam-access-key-rotation', {
  cases: [
    {
      name: 'keys of every age',
      account: robots({
        new: [{ age: '89d' }],
        both: [{ age: '91d', used: '1d' }, { age: '1d' }],
        inactive: [{ age: '400d', active: false }],
        none: [],
      }),
      is: {
        'new/access_key_1': 'pass',
        'both/access_key_1': ['fail', '90 days'],
        'both/access_key_2': 'pass',
        'inactive/access_key_1': 'pass',
      },
    },
    {
      name: 'a limit of the admin’s own',
      account: robots({ new: [{ age: '40d' }] }),
      params: { max_age_days: 30 },
      is: { 'new/access_key_1': ['fail', '30 days'] },
    },
  ],
});

wireTable('iam-access-key-unused', {
  cases: [
    {
      name: 'keys by their last use, which is N/A where there was none',
      account: robots({
        busy: [{ age: '300d', used: '44d' }],
        idle: [{ age: '300d', used: '46d' }],
        forgotten: [{ age: '46d' }],
        new: [{ age: '1d' }],
        inactive: [{ age: '400d', active: false }],
      }),
      is: {
        'busy/access_key_1': 'pass',
        'idle/access_key_1': ['fail', '45 days'],
        'forgotten/access_key_1': ['fail', 'never used'],
        'new/access_key_1': 'pass',
        'inactive/access_key_1': 'pass',
      },
    },
  ],
});

const passwords = (minimumLength: number) => ({ iam: { passwordPolicy: { minimumLength } } });

wireTable('iam-password-policy-length', {
  cases: [
    { name: 'long enough', account: passwords(14), is: { [ACCOUNT_ID]: 'pass' } },
    { name: 'one short', account: passwords(13), is: { [ACCOUNT_ID]: ['fail', '13'] } },
    { name: 'never set', account: { iam: { passwordPolicy: null } }, is: { [ACCOUNT_ID]: 'fail' } },
    {
      name: 'shorter than the admin asks for',
      account: passwords(14),
      params: { min_length: 20 },
      is: { [ACCOUNT_ID]: 'fail' },
    },
  ],
});

const attached = (Statement: Record<string, unknown>) => ({
  iam: {
    policies: { own: { document: { Statement } } },
    roles: { worker: { trusts: 'lambda.amazonaws.com', policies: ['own'] } },
  },
});

/** What the role of the scanner has; nothing to complain of. */
const OF_THE_SCANNER = { SecurityAudit: 'pass', ViewOnlyAccess: 'pass' } as const;

wireTable('iam-policy-full-admin', {
  cases: [
    {
      name: 'everything on everything, attached',
      account: attached({ Effect: 'Allow', Action: ['s3:GetObject', '*'], Resource: ['*'] }),
      is: { ...OF_THE_SCANNER, own: ['fail', 'worker'] },
    },
    {
      name: 'behind a condition, which limits when and not what',
      account: attached({
        Effect: 'Allow',
        Action: '*:*',
        Resource: 'arn:aws:*:*:*:*',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
      is: { ...OF_THE_SCANNER, own: 'fail' },
    },
    {
      name: 'everything of one service',
      account: attached({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
      is: { ...OF_THE_SCANNER, own: 'pass' },
    },
    {
      name: 'everything on one bucket',
      account: attached({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::logs' }),
      is: { ...OF_THE_SCANNER, own: 'pass' },
    },
    {
      name: 'a Deny of everything',
      account: attached({ Effect: 'Deny', Action: '*', Resource: '*' }),
      is: { ...OF_THE_SCANNER, own: 'pass' },
    },
    {
      name: 'held by whom the admin allows',
      account: attached({ Effect: 'Allow', Action: '*', Resource: '*' }),
      params: { allowed_principals: ['work*'] },
      is: { ...OF_THE_SCANNER, own: 'pass' },
    },
    {
      name: 'AWS’s own, attached to a user',
      account: { iam: { users: { boss: { policies: ['AdministratorAccess'] } } } },
      is: { ...OF_THE_SCANNER, AdministratorAccess: ['fail', 'boss'] },
    },
  ],
});

wireTable('iam-root-hardware-mfa', {
  cases: [
    root('a hardware device', {}, 'pass'),
    root('an authenticator app', { root: { mfa: 'virtual' } }, ['fail', 'authenticator app']),
    root('none at all', { root: { mfa: false } }, ['fail', 'password alone']),
    root(
      'no credentials, since the organization manages them',
      { root: { mfa: false }, organization: ['RootCredentialsManagement'] },
      'pass',
    ),
    {
      name: 'a user’s authenticator app is not root’s',
      account: { iam: { users: { alice: { console: {}, mfa: true } } } },
      is: { [ROOT]: 'pass' },
    },
  ],
});

wireTable('iam-root-recent-use', {
  cases: [
    root('never used', { root: { used: null } }, 'pass'),
    root('longer ago than the limit', { root: { used: '31d' } }, 'pass'),
    root('within it', { root: { used: '29d' } }, ['fail', '2026-10-25 with its password']),
    root('by an access key', { root: { used: null, accessKeys: 1, keyUsed: '2d' } }, [
      'fail',
      'access key 1',
    ]),
    {
      ...root('within a limit of the admin’s own', { root: { used: '31d' } }, 'fail'),
      params: { max_age_days: 60 },
    },
  ],
});

const remembering = (remembered?: number) => ({ iam: { passwordPolicy: { remembered } } });

wireTable('iam-password-policy-reuse', {
  cases: [
    { name: 'remembers enough', account: remembering(24), is: { [ACCOUNT_ID]: 'pass' } },
    { name: 'one short', account: remembering(23), is: { [ACCOUNT_ID]: ['fail', '23'] } },
    { name: 'remembers none', account: remembering(), is: { [ACCOUNT_ID]: ['fail', 'at once'] } },
    { name: 'never set', account: { iam: { passwordPolicy: null } }, is: { [ACCOUNT_ID]: 'fail' } },
    {
      name: 'enough for the admin',
      account: remembering(5),
      params: { min_remembered: 5 },
      is: { [ACCOUNT_ID]: 'pass' },
    },
  ],
});

wireTable('iam-user-console-unused', {
  cases: [
    {
      name: 'passwords by their last use, else by when they were set',
      account: {
        iam: {
          users: {
            busy: { console: { used: '44d' } },
            idle: { console: { used: '46d', changed: '46d' } },
            forgotten: { console: { changed: '46d' } },
            // Five hundred days old, and may sign in since ten.
            promoted: { console: { changed: '10d' } },
            robot: {},
          },
        },
      },
      is: {
        busy: 'pass',
        idle: ['fail', 'last signed in on 2026-10-08'],
        forgotten: ['fail', 'never used'],
        promoted: 'pass',
        robot: 'pass',
      },
    },
  ],
});

wireTable('iam-user-single-active-key', {
  cases: [
    {
      name: 'users by their keys',
      account: robots({
        none: [],
        one: [{ age: '10d' }],
        rotating: [{ age: '10d' }, { age: '300d', active: false }],
        two: [{ age: '10d' }, { age: '300d' }],
      }),
      is: { none: 'pass', one: 'pass', rotating: 'pass', two: ['fail', 'two active access keys'] },
    },
  ],
});

wireTable('iam-server-certificate-expired', {
  cases: [
    {
      name: 'by the day on which they end',
      account: {
        iam: {
          serverCertificates: {
            shop: { expiresIn: '1d' },
            'old-shop': { expired: '1d' },
            cdn: { path: '/cloudfront/' },
            more: {},
          },
        },
      },
      is: { shop: 'pass', 'old-shop': ['fail', 'expired on 2026-11-22'], cdn: 'pass', more: 'pass' },
    },
  ],
});
