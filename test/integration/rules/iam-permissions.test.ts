import { ACCOUNT_ID, STRANGER, type WireCase, wireTable } from './wire';

type Iam = NonNullable<NonNullable<WireCase['account']>['iam']>;
type Role = NonNullable<Iam['roles']>[string];
type Statement = Record<string, unknown>;

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const READS = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

/** The role by which the scanner itself comes in. */
const SCANNER = { CloudFindingsReadOnly: 'pass' } as const;

const document = (...statements: Statement[]) => ({ Statement: statements });

wireTable('iam-user-direct-policies', {
  cases: [
    {
      name: 'users with permissions of their own and of groups',
      account: {
        iam: {
          groups: { developers: { policies: ['ReadOnlyAccess'] } },
          users: {
            'in-group': { groups: ['developers'] },
            nothing: {},
            attached: { policies: ['ReadOnlyAccess'] },
            inline: { inline: { one: document(READS), two: document(READS) } },
          },
        },
      },
      is: {
        'in-group': 'pass',
        nothing: 'pass',
        attached: ['fail', 'a policy'],
        inline: ['fail', '2 policies'],
      },
      evidence: { inline: { inline: ['one', 'two'], attached: [] } },
    },
  ],
});

wireTable('iam-policy-inline-admin', {
  cases: [
    {
      name: 'policies of users, groups and roles',
      account: {
        iam: {
          users: { alice: { inline: { all: document(READS, ALL), some: document(READS) } } },
          groups: { boss: { inline: { all: document({ ...ALL, Action: ['s3:*', '*:*'] }) } } },
          roles: {
            worker: {
              inline: {
                denies: document({ ...ALL, Effect: 'Deny' }),
                bucket: document({ ...ALL, Resource: 'arn:aws:s3:::logs' }),
              },
            },
          },
        },
      },
      is: {
        'user/alice/all': ['fail', 'Statement no. 2 of all'],
        'user/alice/some': 'pass',
        'group/boss/all': 'fail',
        'role/worker/denies': 'pass',
        'role/worker/bucket': 'pass',
      },
      evidence: { 'group/boss/all': { partOf: `arn:aws:iam::${ACCOUNT_ID}:group/boss` } },
    },
  ],
});

const passRole = (Resource: string, Condition?: Statement) => ({
  Effect: 'Allow',
  Action: ['iam:PassRole'],
  Resource,
  Condition,
});
const runs = { Effect: 'Allow', Action: 'ec2:Run*', Resource: '*' };

/** Each document as an inline policy of the one role. */
const escalations = (is: Record<string, [what: Statement[], is: WireCase['is'][string]]>): WireCase => ({
  name: 'inline policies of a role',
  account: {
    iam: {
      roles: {
        worker: {
          inline: Object.fromEntries(Object.entries(is).map(([name, [what]]) => [name, document(...what)])),
        },
      },
    },
  },
  is: Object.fromEntries(Object.entries(is).map(([name, [, expected]]) => [`role/worker/${name}`, expected])),
});

wireTable('iam-policy-privilege-escalation', {
  cases: [
    escalations({
      harmless: [[READS], 'pass'],
      // Judged by another rule.
      everything: [[ALL], 'pass'],
      versions: [[{ ...ALL, Action: 'iam:CreatePolicyVersion' }], ['fail', 'rewrite a policy']],
      wildcard: [[{ ...ALL, Action: 'IAM:put*' }], ['fail', 'write a policy into a user']],
      'all-but-s3': [[{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], 'fail'],
      'all-but-iam': [
        [{ Effect: 'Allow', NotAction: ['iam:*', 'lambda:*', 'glue:*'], Resource: '*' }],
        'pass',
      ],
      'one-policy': [
        [{ ...ALL, Action: 'iam:CreatePolicyVersion', Resource: `arn:aws:iam::${ACCOUNT_ID}:policy/mine` }],
        'pass',
      ],
      'any-policy': [
        [{ ...ALL, Action: 'iam:CreatePolicyVersion', Resource: `arn:aws:iam::${ACCOUNT_ID}:policy/*` }],
        'fail',
      ],
      'any-of-iam': [[{ ...ALL, Action: 'iam:CreatePolicyVersion', Resource: 'arn:aws:iam::*' }], 'fail'],
      denied: [
        [
          { ...ALL, Action: 'iam:CreatePolicyVersion' },
          { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
        ],
        'pass',
      ],
      'denied-at-times': [
        [
          { ...ALL, Action: 'iam:CreatePolicyVersion' },
          {
            Effect: 'Deny',
            Action: 'iam:*',
            Resource: '*',
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
          },
        ],
        'fail',
      ],
      'in-a-boundary': [
        [
          {
            ...ALL,
            Action: 'iam:PutRolePolicy',
            Condition: {
              StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT_ID}:policy/boundary` },
            },
          },
        ],
        'pass',
      ],
      'in-any-boundary': [
        [
          {
            ...ALL,
            Action: 'iam:PutRolePolicy',
            Condition: { ArnLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::*:policy/*' } },
          },
        ],
        'fail',
      ],
      'in-a-boundary-if-any': [
        [
          {
            ...ALL,
            Action: 'iam:PutRolePolicy',
            Condition: {
              StringEqualsIfExists: {
                'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT_ID}:policy/boundary`,
              },
            },
          },
        ],
        'fail',
      ],
      // Everything that they could escalate by is in this account anyhow.
      'own-account': [
        [
          {
            ...ALL,
            Action: 'iam:PutRolePolicy',
            Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT_ID } },
          },
        ],
        'fail',
      ],
    }),
    escalations({
      'pass-alone': [[passRole('*')], 'pass'],
      'run-alone': [[runs], 'pass'],
      'pass-and-run': [
        [passRole('*'), runs],
        ['fail', 'iam:PassRole with ec2:RunInstances lets worker'],
      ],
      'pass-one-role': [[passRole(`arn:aws:iam::${ACCOUNT_ID}:role/web`), runs], 'pass'],
      'to-lambda': [
        [passRole('*', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }), runs],
        'pass',
      ],
      'to-ec2': [
        [passRole('*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }), runs],
        'fail',
      ],
    }),
    {
      name: 'managed policies, by who has them',
      account: {
        iam: {
          policies: {
            held: { document: document({ ...ALL, Action: 'iam:AddUserToGroup' }) },
            idle: { document: document({ ...ALL, Action: 'iam:AddUserToGroup' }) },
          },
          groups: { team: { policies: ['held'] } },
        },
      },
      is: { held: ['fail', 'lets team join any group'], idle: 'pass' },
    },
  ],
});

wireTable('iam-support-role', {
  cases: [
    {
      name: 'a role has it',
      account: { iam: { roles: { support: { policies: ['AWSSupportAccess'] } } } },
      is: { [ACCOUNT_ID]: ['pass', 'support'] },
    },
    {
      name: 'a group has it',
      account: { iam: { groups: { 'on-call': { policies: ['AWSSupportAccess'] } } } },
      is: { [ACCOUNT_ID]: 'pass' },
    },
    {
      name: 'only an administrator could',
      account: { iam: { roles: { admin: { policies: ['AdministratorAccess'] } } } },
      is: { [ACCOUNT_ID]: ['fail', 'attached to nobody'] },
    },
  ],
});

wireTable('iam-role-unused', {
  cases: [
    {
      name: 'roles by their last use, else by when they were made',
      account: {
        iam: {
          roles: {
            busy: { used: '89d' },
            idle: { used: '91d' },
            forgotten: { age: '91d' },
            new: { age: '5d' },
            AWSServiceRoleForECS: { path: '/aws-service-role/ecs.amazonaws.com/' },
            AWSReservedSSO_Admin_0123: { path: '/aws-reserved/sso.amazonaws.com/' },
          },
        },
      },
      is: {
        ...SCANNER,
        busy: 'pass',
        idle: ['fail', 'last used on 2026-08-24'],
        forgotten: ['fail', 'knows of no use'],
        new: 'pass',
        AWSServiceRoleForECS: 'pass',
        AWSReservedSSO_Admin_0123: 'pass',
      },
    },
    {
      name: 'a limit of the admin’s own',
      account: { iam: { roles: { busy: { used: '40d' } } } },
      params: { max_age_days: 30 },
      is: { ...SCANNER, busy: ['fail', '30 days'] },
    },
  ],
});

const trusting = (roles: Record<string, [trust: Statement[], is: WireCase['is'][string]]>): WireCase => ({
  name: 'roles by whom they trust',
  account: {
    iam: {
      roles: Object.fromEntries(
        Object.entries(roles).map(([name, [trust]]): [string, Role] => [
          name,
          { trusts: document(...trust) },
        ]),
      ),
    },
  },
  is: {
    ...SCANNER,
    ...Object.fromEntries(Object.entries(roles).map(([name, [, expected]]) => [name, expected])),
  },
});

const trust = (Principal: unknown, Condition?: Statement, Action: unknown = 'sts:AssumeRole') => ({
  Effect: 'Allow',
  Principal,
  Action,
  Condition,
});
const ANYBODY = { AWS: '*' };
const GITHUB = {
  Federated: `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com`,
};
const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';
const github = (operator: string, claim: string, value: string) =>
  trust(GITHUB, { [operator]: { [`token.actions.githubusercontent.com:${claim}`]: value } }, WEB_IDENTITY);

wireTable('iam-role-trust-public', {
  cases: [
    trusting({
      service: [[trust({ Service: 'lambda.amazonaws.com' })], 'pass'],
      'own-account': [[trust({ AWS: ACCOUNT_ID })], 'pass'],
      star: [[trust('*')], ['fail', 'anybody with an AWS account']],
      'in-a-list': [[trust({ AWS: [ACCOUNT_ID, '*'] })], 'fail'],
      'tags-only': [[trust(ANYBODY, undefined, 'sts:TagSession')], 'pass'],
      'with-external-id': [[trust(ANYBODY, { StringEquals: { 'sts:ExternalId': 'vendor' } })], 'fail'],
      organization: [[trust(ANYBODY, { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } })], 'pass'],
      'any-organization': [[trust(ANYBODY, { StringLike: { 'aws:PrincipalOrgID': 'o-*' } })], 'fail'],
      'organization-if-any': [
        [trust(ANYBODY, { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1234567890' } })],
        'fail',
      ],
      // Everybody may call a user of their own so.
      'by-user-name': [[trust(ANYBODY, { StringEquals: { 'aws:username': 'deployer' } })], 'fail'],
      'office-network': [[trust(ANYBODY, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })], 'pass'],
      'any-network': [[trust(ANYBODY, { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })], 'fail'],
      denied: [
        [
          trust(ANYBODY),
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sts:AssumeRole',
            Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
          },
        ],
        'pass',
      ],
    }),
    trusting({
      'no-claim': [[trust(GITHUB, undefined, WEB_IDENTITY)], ['fail', 'any user of token.actions']],
      'audience-alone': [[github('StringEquals', 'aud', 'sts.amazonaws.com')], 'fail'],
      repository: [[github('StringLike', 'sub', 'repo:acme/shop:*')], 'pass'],
      owner: [[github('StringLike', 'sub', 'repo:acme/*')], 'pass'],
      'any-owner': [[github('StringLike', 'sub', 'repo:*')], 'fail'],
      'owner-like': [[github('StringLike', 'sub', 'repo:acme*')], 'fail'],
      'owner-if-any': [[github('StringLikeIfExists', 'sub', 'repo:acme/*')], 'fail'],
      'own-provider': [
        [
          trust(
            { Federated: `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/login.acme.example` },
            undefined,
            WEB_IDENTITY,
          ),
        ],
        'pass',
      ],
    }),
  ],
});

const vendor = (Condition?: Statement) =>
  trust({ AWS: `arn:aws:iam::${STRANGER}:role/collector` }, Condition);

wireTable('iam-role-external-id', {
  cases: [
    trusting({
      service: [[trust({ Service: 'ec2.amazonaws.com' })], 'pass'],
      'own-account': [[trust({ AWS: `arn:aws:iam::${ACCOUNT_ID}:root` })], 'pass'],
      bare: [[vendor()], ['fail', STRANGER]],
      'bare-id': [[trust({ AWS: [ACCOUNT_ID, STRANGER] })], 'fail'],
      'external-id': [[vendor({ StringEquals: { 'sts:ExternalId': 'acme-4711' } })], 'pass'],
      'any-external-id': [[vendor({ StringLike: { 'sts:ExternalId': '*' } })], 'fail'],
      'other-external-id': [[vendor({ StringNotEquals: { 'sts:ExternalId': 'test' } })], 'fail'],
      'external-id-if-any': [[vendor({ StringEqualsIfExists: { 'sts:ExternalId': 'acme' } })], 'fail'],
      mfa: [[vendor({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], 'pass'],
      'mfa-if-any': [[vendor({ BoolIfExists: { 'aws:MultiFactorAuthPresent': true } })], 'fail'],
      'mfa-of-late': [[vendor({ NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } })], 'pass'],
      'one-of-two': [[vendor({ StringEquals: { 'sts:ExternalId': 'acme-4711' } }), vendor()], 'fail'],
      'tags-only': [[trust({ AWS: STRANGER }, undefined, 'sts:TagSession')], 'pass'],
    }),
    {
      ...trusting({ partner: [[vendor()], 'pass'] }),
      name: 'an account that the admin trusts',
      params: { trusted_accounts: [STRANGER] },
    },
  ],
});
