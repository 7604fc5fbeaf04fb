import keyRotation from '../../../../src/rules/iam/iam-access-key-rotation';
import keyUnused from '../../../../src/rules/iam/iam-access-key-unused';
import passwordLength from '../../../../src/rules/iam/iam-password-policy-length';
import fullAdmin from '../../../../src/rules/iam/iam-policy-full-admin';
import rootAccessKey from '../../../../src/rules/iam/iam-root-access-key';
import rootMfa from '../../../../src/rules/iam/iam-root-mfa';
import userConsoleMfa from '../../../../src/rules/iam/iam-user-console-mfa';
import type {
  IamAccessKey,
  IamManagedPolicy,
  IamPasswordPolicy,
  IamRootUser,
  IamUser,
} from '../../../../src/rules/iam/resources';
import { parsePolicyDocument } from '../../../../src/rules/policy/document';
import { ACCOUNT, daysAgo, denied, judgeTable, notAsked, ROOT_ARN } from '../judge-table';

const root = (
  summary: Record<string, number>,
  organizationsFeatures: IamRootUser['organizationsFeatures'] = notAsked('organizationsFeatures'),
): IamRootUser => ({
  id: '<root_account>',
  arn: ROOT_ARN,
  region: 'global',
  accountSummary: async () => summary,
  organizationsFeatures,
  virtualMfaDevice: notAsked('virtualMfaDevice'),
  report: notAsked('report'),
});

judgeTable(rootAccessKey, [
  { name: 'none', resource: root({ AccountAccessKeysPresent: 0 }), is: 'pass' },
  { name: 'one', resource: root({ AccountAccessKeysPresent: 1 }), is: 'fail', says: 'active access key' },
  { name: 'the summary does not say', resource: root({ Users: 3 }), is: 'unknown' },
  {
    name: 'unreadable',
    resource: { ...root({}), accountSummary: denied('GetAccountSummary') },
    is: 'unread',
  },
]);

const bare = { AccountMFAEnabled: 0, AccountPasswordPresent: 0, AccountAccessKeysPresent: 0 };

judgeTable(rootMfa, [
  { name: 'MFA: the organization is not asked', resource: root({ AccountMFAEnabled: 1 }), is: 'pass' },
  {
    name: 'a password and no MFA: the organization is not asked',
    resource: root({ ...bare, AccountPasswordPresent: 1 }),
    is: 'fail',
    says: 'password alone',
  },
  { name: 'a key and no MFA', resource: root({ ...bare, AccountAccessKeysPresent: 1 }), is: 'fail' },
  {
    name: 'credentials removed by the organization',
    resource: root(bare, async () => ['RootCredentialsManagement', 'RootSessions']),
    is: 'pass',
    says: 'centrally',
  },
  { name: 'another feature does not help', resource: root(bare, async () => ['RootSessions']), is: 'fail' },
  { name: 'no organization', resource: root(bare, async () => 'no-organization'), is: 'fail' },
  {
    name: 'a member account may not ask',
    resource: root(bare, async () => 'may-not-ask'),
    is: 'unknown',
    says: 'only the management account',
  },
  {
    name: 'the organization is unreadable',
    resource: root(bare, denied('ListOrganizationsFeatures')),
    is: 'unread',
  },
  { name: 'the summary does not say', resource: root({}), is: 'unknown' },
]);

const passwordPolicy = (policy: IamPasswordPolicy['passwordPolicy']): IamPasswordPolicy => ({
  id: ACCOUNT,
  arn: ROOT_ARN,
  region: 'global',
  passwordPolicy: policy,
});

judgeTable(passwordLength, [
  { name: 'long enough', resource: passwordPolicy(async () => ({ MinimumPasswordLength: 14 })), is: 'pass' },
  {
    name: 'too short',
    resource: passwordPolicy(async () => ({ MinimumPasswordLength: 13 })),
    is: 'fail',
    says: '13 characters, fewer than 14',
  },
  {
    name: 'a shorter limit',
    params: { min_length: 10 },
    resource: passwordPolicy(async () => ({ MinimumPasswordLength: 10 })),
    is: 'pass',
  },
  { name: 'no policy', resource: passwordPolicy(async () => null), is: 'fail', says: '8 characters' },
  { name: 'unreadable', resource: passwordPolicy(denied('GetAccountPasswordPolicy')), is: 'unread' },
]);

const user = (password_enabled: string, mfa_active: string): IamUser => ({
  id: 'alice',
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  region: 'global',
  report: {
    user: 'alice',
    arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
    user_creation_time: '2020-01-01T00:00:00+00:00',
    password_enabled,
    password_last_used: 'no_information',
    password_last_changed: 'N/A',
    mfa_active,
    access_key_1_active: 'false',
    access_key_1_last_rotated: 'N/A',
    access_key_1_last_used_date: 'N/A',
    access_key_2_active: 'false',
    access_key_2_last_rotated: 'N/A',
    access_key_2_last_used_date: 'N/A',
  },
});

judgeTable(userConsoleMfa, [
  { name: 'password and MFA', resource: user('true', 'true'), is: 'pass' },
  { name: 'password alone', resource: user('true', 'false'), is: 'fail', says: 'alice' },
  { name: 'as older reports write it', resource: user('TRUE', 'FALSE'), is: 'fail' },
  { name: 'no password', resource: user('false', 'false'), is: 'pass' },
  { name: "the root user's row", resource: user('not_supported', 'false'), is: 'pass' },
  { name: 'no word about the password', resource: user('no_information', 'false'), is: 'unknown' },
  { name: 'no word about MFA', resource: user('true', 'N/A'), is: 'unknown' },
]);

const day = (days: number) => new Date(daysAgo(days)).toISOString().replace('.000Z', '+00:00');
const key = (settings: Partial<IamAccessKey>): IamAccessKey => ({
  id: 'alice/access_key_1',
  arn: `arn:aws:iam::${ACCOUNT}:user/alice/access_key_1`,
  region: 'global',
  userName: 'alice',
  slot: 1,
  active: 'true',
  lastRotated: day(10),
  lastUsed: day(1),
  ...settings,
});

judgeTable(keyRotation, [
  { name: 'young', resource: key({}), is: 'pass' },
  { name: 'exactly at the limit', resource: key({ lastRotated: day(90) }), is: 'pass' },
  {
    name: 'past the limit',
    resource: key({ lastRotated: day(91) }),
    is: 'fail',
    says: 'access key 1 of alice was made on 2026-08-24',
  },
  { name: 'old but inactive', resource: key({ active: 'false', lastRotated: day(900) }), is: 'pass' },
  { name: 'a shorter limit', params: { max_age_days: 5 }, resource: key({}), is: 'fail' },
  { name: 'no date', resource: key({ lastRotated: 'N/A' }), is: 'unknown' },
  { name: 'a date that is none', resource: key({ lastRotated: 'yesterday-ish' }), is: 'unknown' },
  { name: 'no word whether it is active', resource: key({ active: 'no_information' }), is: 'unknown' },
]);

judgeTable(keyUnused, [
  { name: 'used yesterday', resource: key({}), is: 'pass', says: '2026-11-22' },
  { name: 'idle, exactly at the limit', resource: key({ lastUsed: day(45) }), is: 'pass' },
  { name: 'idle past the limit', resource: key({ lastUsed: day(46) }), is: 'fail', says: 'last used on' },
  { name: 'idle but inactive', resource: key({ active: 'false', lastUsed: day(400) }), is: 'pass' },
  { name: 'never used and new', resource: key({ lastUsed: 'N/A' }), is: 'pass', says: 'Never used' },
  {
    name: 'never used and old',
    resource: key({ lastUsed: 'N/A', lastRotated: day(60) }),
    is: 'fail',
    says: 'never used',
  },
  { name: 'no dates at all', resource: key({ lastUsed: 'N/A', lastRotated: 'N/A' }), is: 'unknown' },
  { name: 'a date that is none', resource: key({ lastUsed: 'soon' }), is: 'unknown' },
]);

const statement = (more: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
  ...more,
});
const principal = (kind: string, name: string) => ({ name, arn: `arn:aws:iam::${ACCOUNT}:${kind}/${name}` });
const policy = (attached: string[], ...statements: unknown[]): IamManagedPolicy => ({
  id: 'everything',
  arn: `arn:aws:iam::${ACCOUNT}:policy/everything`,
  region: 'global',
  awsManaged: false,
  attachments: { users: [], groups: [], roles: attached.map((name) => principal('role', name)) },
  document:
    statements.length === 0
      ? notAsked('document')
      : async () => parsePolicyDocument(JSON.stringify({ Statement: statements })),
});

judgeTable(fullAdmin, [
  { name: 'attached to nobody: the document is not read', resource: policy([]), is: 'pass' },
  {
    name: 'everything to a role',
    resource: policy(['deploy'], statement({ Sid: 'Admin' })),
    is: 'fail',
    says: 'Statement "Admin" grants every action on every resource to deploy',
    evidence: { statements: [{ Action: '*' }], attachedTo: [principal('role', 'deploy').arn] },
  },
  {
    name: 'among others, in lists, with *:*',
    resource: policy(
      ['a', 'b', 'c', 'd'],
      statement({ Action: 's3:*' }),
      statement({ Action: ['ec2:*', '*:*'], Resource: ['arn:aws:s3:::x', '*'] }),
    ),
    is: 'fail',
    says: 'Statement no. 2 grants every action on every resource to a, b, c and 1 more',
  },
  {
    name: 'a lone statement, not a list',
    resource: {
      ...policy(['a']),
      document: async () => parsePolicyDocument(JSON.stringify({ Statement: statement() })),
    },
    is: 'fail',
  },
  {
    name: 'a condition limits when, not what',
    resource: policy(['a'], statement({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
    is: 'fail',
  },
  { name: 'one service', resource: policy(['a'], statement({ Action: 's3:*' })), is: 'pass' },
  { name: 'one resource', resource: policy(['a'], statement({ Resource: 'arn:aws:s3:::x/*' })), is: 'pass' },
  {
    name: 'all but IAM',
    resource: policy(['a'], statement({ Action: undefined, NotAction: 'iam:*' })),
    is: 'pass',
  },
  { name: 'a Deny of everything', resource: policy(['a'], statement({ Effect: 'Deny' })), is: 'pass' },
  {
    name: 'allowed by name: the document is not read',
    params: { allowed_principals: ['break-glass'] },
    resource: policy(['break-glass']),
    is: 'pass',
  },
  {
    name: 'allowed by pattern and by ARN',
    params: { allowed_principals: ['AWSReservedSSO_*', principal('role', 'ops').arn] },
    resource: policy(['AWSReservedSSO_Admin_1', 'ops']),
    is: 'pass',
  },
  {
    name: 'one of two is not allowed, and only that one is named',
    params: { allowed_principals: ['break-glass'] },
    resource: policy(['break-glass', 'deploy'], statement()),
    is: 'fail',
    says: 'to deploy',
    evidence: { attachedTo: [principal('role', 'deploy').arn] },
  },
  { name: 'unreadable', resource: { ...policy(['a']), document: denied('document') }, is: 'unread' },
]);
