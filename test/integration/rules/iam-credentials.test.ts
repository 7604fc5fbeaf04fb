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
