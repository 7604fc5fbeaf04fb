import { expect } from 'vitest';
import { parsePolicyDocument } from '../../../../src/rules/policy/document';
import type { PublicAccessBlock, S3Account, S3Bucket } from '../../../../src/rules/s3/resources';
import accountBlock from '../../../../src/rules/s3/s3-account-public-access-block';
import bucketBlock from '../../../../src/rules/s3/s3-bucket-public-access-block';
import publicRead from '../../../../src/rules/s3/s3-bucket-public-read';
import publicWrite from '../../../../src/rules/s3/s3-bucket-public-write';
import secureTransport from '../../../../src/rules/s3/s3-bucket-secure-transport';
import { ACCOUNT, denied, judgeTable, notAsked, ROOT_ARN } from '../judge-table';

const OPEN: PublicAccessBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const FULL: PublicAccessBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

const account = (block: S3Account['publicAccessBlock']): S3Account => ({
  id: ACCOUNT,
  arn: ROOT_ARN,
  region: 'global',
  publicAccessBlock: block,
});

judgeTable(accountBlock, [
  { name: 'all four flags are on', resource: account(async () => FULL), is: 'pass' },
  {
    name: 'one flag is off',
    resource: account(async () => ({ ...FULL, restrictPublicBuckets: false })),
    is: 'fail',
    says: 'RestrictPublicBuckets off',
    evidence: { accountPublicAccessBlock: { RestrictPublicBuckets: false, BlockPublicAcls: true } },
  },
  { name: 'nothing is configured', resource: account(async () => OPEN), is: 'fail', says: 'BlockPublicAcls' },
  { name: 'AWS refuses', resource: account(denied('GetPublicAccessBlock')), is: 'unread' },
]);

const ARN = 'arn:aws:s3:::acme-invoices';
const bucket = (questions: Partial<S3Bucket>): S3Bucket => ({
  id: 'acme-invoices',
  arn: ARN,
  region: 'eu-central-1',
  accountPublicAccessBlock: notAsked('accountPublicAccessBlock'),
  publicAccessBlock: notAsked('publicAccessBlock'),
  policyStatus: notAsked('policyStatus'),
  policy: notAsked('policy'),
  acl: notAsked('acl'),
  ownership: notAsked('ownership'),
  bucketTags: notAsked('bucketTags'),
  lifecycle: notAsked('lifecycle'),
  ...questions,
});

judgeTable(bucketBlock, [
  {
    name: 'the account blocks everything: the bucket is not asked',
    resource: bucket({ accountPublicAccessBlock: async () => FULL }),
    is: 'pass',
  },
  {
    name: 'account and bucket together have all flags',
    resource: bucket({
      accountPublicAccessBlock: async () => ({ ...OPEN, blockPublicAcls: true, ignorePublicAcls: true }),
      publicAccessBlock: async () => ({ ...OPEN, blockPublicPolicy: true, restrictPublicBuckets: true }),
    }),
    is: 'pass',
  },
  {
    name: 'a flag is on in neither',
    resource: bucket({
      accountPublicAccessBlock: async () => OPEN,
      publicAccessBlock: async () => ({ ...FULL, ignorePublicAcls: false }),
    }),
    is: 'fail',
    says: 'IgnorePublicAcls off',
    evidence: { bucketPublicAccessBlock: { IgnorePublicAcls: false } },
  },
  {
    name: 'exempt by key and value',
    params: { exempt_tag: 'exposure=public' },
    resource: bucket({
      accountPublicAccessBlock: async () => OPEN,
      publicAccessBlock: async () => OPEN,
      bucketTags: async () => ({ exposure: 'public' }),
    }),
    is: 'pass',
    says: 'exposure=public',
  },
  {
    name: 'the tag has another value',
    params: { exempt_tag: 'exposure=public' },
    resource: bucket({
      accountPublicAccessBlock: async () => OPEN,
      publicAccessBlock: async () => OPEN,
      bucketTags: async () => ({ exposure: 'internal' }),
    }),
    is: 'fail',
  },
  {
    name: 'exempt by key alone',
    params: { exempt_tag: 'public-website' },
    resource: bucket({
      accountPublicAccessBlock: async () => OPEN,
      publicAccessBlock: async () => OPEN,
      bucketTags: async () => ({ 'public-website': '' }),
    }),
    is: 'pass',
  },
  {
    name: 'the account cannot be read',
    resource: bucket({ accountPublicAccessBlock: denied('GetPublicAccessBlock') }),
    is: 'unread',
  },
]);

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

const aclOf =
  (uri: string, permission: 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL') => async () => [
    { Grantee: { Type: 'CanonicalUser' as const, ID: 'owner' }, Permission: 'FULL_CONTROL' as const },
    { Grantee: { Type: 'Group' as const, URI: uri }, Permission: permission },
  ];
const privateAcl = async () => [
  { Grantee: { Type: 'CanonicalUser' as const, ID: 'owner' }, Permission: 'FULL_CONTROL' as const },
];
const policyOf =
  (...statements: unknown[]) =>
  async () =>
    parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const allow = (action: string | string[], more: Record<string, unknown> = {}) => ({
  Sid: 'Wide',
  Effect: 'Allow',
  Principal: '*',
  Action: action,
  Resource: `${ARN}/*`,
  ...more,
});

/** Neither account nor bucket blocks anything. */
const unblocked = (questions: Partial<S3Bucket>) =>
  bucket({ accountPublicAccessBlock: async () => OPEN, publicAccessBlock: async () => OPEN, ...questions });
const isPublic = async () => ({ isPublic: true });
const notPublic = async () => ({ isPublic: false });

judgeTable(publicRead, [
  {
    name: 'the account neutralises everything: one call',
    resource: bucket({ accountPublicAccessBlock: async () => FULL }),
    is: 'pass',
  },
  {
    name: 'the two flags that act on what exists are enough',
    resource: bucket({
      accountPublicAccessBlock: async () => ({ ...OPEN, ignorePublicAcls: true }),
      publicAccessBlock: async () => ({ ...OPEN, restrictPublicBuckets: true }),
    }),
    is: 'pass',
  },
  {
    name: 'the two flags that only stop new settings are not',
    resource: bucket({
      accountPublicAccessBlock: async () => ({ ...OPEN, blockPublicAcls: true, blockPublicPolicy: true }),
      publicAccessBlock: async () => OPEN,
      policyStatus: notPublic,
      acl: aclOf(ALL_USERS, 'READ'),
      ownership: async () => 'ObjectWriter',
    }),
    is: 'fail',
    says: 'everyone read and list it (READ)',
  },
  {
    name: 'nothing public',
    resource: unblocked({ policyStatus: notPublic, acl: privateAcl }),
    is: 'pass',
  },
  {
    name: 'a policy for everyone: the ACL is not asked',
    resource: unblocked({ policyStatus: isPublic, policy: policyOf(allow('s3:GetObject')) }),
    is: 'fail',
    says: 'statement "Wide" allows s3:GetObject',
    evidence: { statements: [{ Principal: '*' }], blockPublicAccess: { IgnorePublicAcls: false } },
  },
  {
    name: 'a public policy for writing only',
    resource: unblocked({
      policyStatus: isPublic,
      policy: policyOf(allow('s3:PutObject')),
      acl: privateAcl,
    }),
    is: 'pass',
  },
  {
    name: 'S3 calls the policy public for a reason that is not understood',
    resource: unblocked({
      policyStatus: isPublic,
      policy: policyOf(allow('s3:GetObject', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })),
    }),
    is: 'fail',
    says: 'S3 counts the bucket policy as public',
  },
  {
    name: 'an ACL for all AWS users',
    resource: unblocked({
      policyStatus: notPublic,
      acl: aclOf(AUTHENTICATED, 'FULL_CONTROL'),
      ownership: async () => null,
    }),
    is: 'fail',
    says: 'every AWS user of any account',
  },
  {
    name: 'the ACL is switched off by ownership',
    resource: unblocked({
      policyStatus: notPublic,
      acl: aclOf(ALL_USERS, 'READ'),
      ownership: async () => 'BucketOwnerEnforced',
    }),
    is: 'pass',
  },
  {
    name: 'a public grant stands when ownership cannot be read',
    resource: unblocked({
      policyStatus: notPublic,
      acl: aclOf(ALL_USERS, 'READ'),
      ownership: denied('GetBucketOwnershipControls'),
    }),
    is: 'fail',
    evidence: { objectOwnership: 'could not be read' },
  },
  {
    name: 'public ACLs are ignored: the ACL is not asked',
    resource: bucket({
      accountPublicAccessBlock: async () => ({ ...OPEN, ignorePublicAcls: true }),
      publicAccessBlock: async () => OPEN,
      policyStatus: notPublic,
    }),
    is: 'pass',
  },
  {
    name: 'a grant to write or to log delivery is not one to read',
    resource: unblocked({
      policyStatus: notPublic,
      acl: async () => [...(await aclOf(ALL_USERS, 'WRITE')()), ...(await aclOf(LOG_DELIVERY, 'READ')())],
    }),
    is: 'pass',
  },
  {
    name: 'a public ACL is certain though the policy is unreadable',
    resource: unblocked({
      policyStatus: denied('GetBucketPolicyStatus'),
      acl: aclOf(ALL_USERS, 'READ'),
      ownership: async () => null,
    }),
    is: 'fail',
  },
  {
    name: 'an unreadable policy is no pass',
    resource: unblocked({ policyStatus: denied('GetBucketPolicyStatus'), acl: privateAcl }),
    is: 'unread',
  },
  {
    name: 'an unreadable ACL is no pass',
    resource: unblocked({ policyStatus: notPublic, acl: denied('GetBucketAcl') }),
    is: 'unread',
  },
  {
    name: 'an unreadable block is no pass',
    resource: bucket({
      accountPublicAccessBlock: async () => OPEN,
      publicAccessBlock: denied('GetBucketPublicAccessBlock'),
    }),
    is: 'unread',
  },
]);

judgeTable(publicWrite, [
  { name: 'blocked', resource: bucket({ accountPublicAccessBlock: async () => FULL }), is: 'pass' },
  {
    name: 'no policy, private ACL',
    resource: unblocked({ policy: async () => null, acl: privateAcl }),
    is: 'pass',
  },
  {
    name: 'a policy that lets everyone delete',
    resource: unblocked({ policy: policyOf(allow(['s3:GetObject', 's3:DeleteObject'])) }),
    is: 'fail',
    says: 'allows s3:DeleteObject',
  },
  {
    name: 'a policy with every action, long evidence is cut visibly',
    resource: unblocked({
      policy: policyOf(
        allow('s3:*', { Resource: Array.from({ length: 400 }, (_, i) => `${ARN}/folder-${i}/*`) }),
      ),
    }),
    is: 'fail',
    says: 'and 31 more actions',
    evidence: { statements: [{ Resource: expect.arrayContaining(['… and 390 more']) }] },
  },
  {
    name: 'NotAction leaves writing in',
    resource: unblocked({
      policy: policyOf({ Effect: 'Allow', Principal: { AWS: '*' }, NotAction: 's3:Get*', Resource: '*' }),
    }),
    is: 'fail',
    says: 'statement no. 1',
  },
  {
    name: 'public for reading only',
    resource: unblocked({ policy: policyOf(allow(['s3:GetObject', 's3:ListBucket'])), acl: privateAcl }),
    is: 'pass',
  },
  {
    name: 'an ACL that lets everyone change the ACL',
    resource: unblocked({
      policy: async () => null,
      acl: aclOf(ALL_USERS, 'WRITE_ACP'),
      ownership: async () => 'BucketOwnerPreferred',
    }),
    is: 'fail',
    says: 'WRITE_ACP',
  },
  {
    name: 'an ACL that lets everyone read',
    resource: unblocked({ policy: async () => null, acl: aclOf(ALL_USERS, 'READ') }),
    is: 'pass',
  },
  {
    name: 'public policies are restricted: the policy is not asked',
    resource: bucket({
      accountPublicAccessBlock: async () => ({ ...OPEN, restrictPublicBuckets: true }),
      publicAccessBlock: async () => OPEN,
      acl: privateAcl,
    }),
    is: 'pass',
  },
  {
    name: 'the policy is unreadable',
    resource: unblocked({ policy: denied('GetBucketPolicy'), acl: privateAcl }),
    is: 'unread',
  },
]);

const denyHttp = (more: Record<string, unknown> = {}) => ({
  Sid: 'DenyInsecureTransport',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [ARN, `${ARN}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  ...more,
});

judgeTable(secureTransport, [
  { name: 'the statement of the book', resource: bucket({ policy: policyOf(denyHttp()) }), is: 'pass' },
  {
    name: 'principal as AWS *, boolean value, lists',
    resource: bucket({
      policy: policyOf(
        denyHttp({
          Principal: { AWS: ['*'] },
          Action: ['s3:*'],
          Condition: { Bool: { 'AWS:securetransport': [false] } },
        }),
      ),
    }),
    is: 'pass',
  },
  {
    name: 'two statements, one for the bucket and one for objects',
    resource: bucket({
      policy: policyOf(denyHttp({ Resource: ARN }), denyHttp({ Resource: `${ARN}/*` })),
    }),
    is: 'pass',
  },
  { name: 'resource *', resource: bucket({ policy: policyOf(denyHttp({ Resource: '*' })) }), is: 'pass' },
  {
    name: 'no policy',
    resource: bucket({ policy: async () => null }),
    is: 'fail',
    says: 'no policy',
  },
  {
    name: 'objects only',
    resource: bucket({ policy: policyOf(denyHttp({ Resource: `${ARN}/*` })) }),
    is: 'fail',
    says: 'on the bucket',
  },
  {
    name: 'bucket only',
    resource: bucket({ policy: policyOf(denyHttp({ Resource: ARN })) }),
    is: 'fail',
    says: 'on its objects',
  },
  {
    name: 'a folder only',
    resource: bucket({ policy: policyOf(denyHttp({ Resource: [ARN, `${ARN}/private/*`] })) }),
    is: 'fail',
    says: 'its objects',
  },
  {
    name: 'one principal only',
    resource: bucket({ policy: policyOf(denyHttp({ Principal: { AWS: ROOT_ARN } })) }),
    is: 'fail',
  },
  {
    name: 'everyone but one',
    resource: bucket({
      policy: policyOf({ ...denyHttp(), Principal: undefined, NotPrincipal: { AWS: ROOT_ARN } }),
    }),
    is: 'fail',
  },
  {
    name: 'some actions only',
    resource: bucket({ policy: policyOf(denyHttp({ Action: ['s3:GetObject', 's3:PutObject'] })) }),
    is: 'fail',
  },
  {
    name: 'a second condition narrows it',
    resource: bucket({
      policy: policyOf(
        denyHttp({
          Condition: {
            Bool: { 'aws:SecureTransport': 'false' },
            IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
          },
        }),
      ),
    }),
    is: 'fail',
  },
  {
    name: 'the condition the wrong way round',
    resource: bucket({
      policy: policyOf(denyHttp({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
    }),
    is: 'fail',
  },
  {
    name: 'an Allow with TLS is no Deny without',
    resource: bucket({
      policy: policyOf(denyHttp({ Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
    }),
    is: 'fail',
  },
  { name: 'unreadable', resource: bucket({ policy: denied('GetBucketPolicy') }), is: 'unread' },
]);
