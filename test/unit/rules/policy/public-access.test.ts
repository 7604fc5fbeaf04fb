import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PolicyStatement, parsePolicyDocument } from '../../../../src/rules/policy/document';
import { publicGrants } from '../../../../src/rules/policy/public-access';

const ACTIONS = ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject'];
const OBJECTS = 'arn:aws:s3:::acme/*';

const document = (...statements: unknown[]) =>
  parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
/** The actions that a policy of these statements gives everyone. */
const given = (...statements: unknown[]) => [
  ...new Set(publicGrants(document(...statements), ACTIONS).flatMap((grant) => grant.actions)),
];
const allow = (more: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: OBJECTS,
  ...more,
});
const deny = (more: Record<string, unknown> = {}) => allow({ Effect: 'Deny', ...more });
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});

describe('who is everyone', () => {
  it.each([
    ['*', '*'],
    ['AWS *', { AWS: '*' }],
    ['a list that holds *', { AWS: ['arn:aws:iam::111122223333:root', '*'] }],
  ])('%s', (_, Principal) => {
    expect(given(allow({ Principal }))).toEqual(['s3:GetObject']);
  });

  it.each([
    ['an account', { AWS: '111122223333' }],
    ['a service', { Service: 'cloudfront.amazonaws.com' }],
    ['an origin access identity', { CanonicalUser: 'abc' }],
  ])('not %s', (_, Principal) => {
    expect(given(allow({ Principal }))).toEqual([]);
  });

  it('all but the few that NotPrincipal names', () => {
    const { Principal: _, ...rest } = allow();
    expect(given({ ...rest, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } })).toEqual([
      's3:GetObject',
    ]);
  });
});

describe('which actions', () => {
  it.each<[unknown, string[]]>([
    ['*', ACTIONS],
    ['s3:*', ACTIONS],
    ['S3:getobject', ['s3:GetObject']],
    ['s3:Get*', ['s3:GetObject']],
    ['s3:?etObject', ['s3:GetObject']],
    [
      ['s3:PutObject', 's3:List*'],
      ['s3:ListBucket', 's3:PutObject'],
    ],
    ['s3:GetObjectAcl', []],
    ['ec2:*', []],
  ])('%j gives %j', (Action, expected) => {
    expect(given(allow({ Action }))).toEqual(expected);
  });

  it('NotAction gives all but those it names', () => {
    expect(given(allow({ Action: undefined, NotAction: ['s3:Put*', 's3:Delete*'] }))).toEqual([
      's3:GetObject',
      's3:ListBucket',
    ]);
  });
});

describe('conditions that keep strangers out', () => {
  it.each([
    ['a VPC', when('StringEquals', 'aws:SourceVpc', 'vpc-1')],
    ['VPC endpoints', when('StringEquals', 'aws:sourceVpce', ['vpce-1', 'vpce-2'])],
    ['an organization', when('StringEquals', 'aws:PrincipalOrgID', 'o-1234567890')],
    [
      'part of an organization',
      when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-1234567890/r-ab/*'),
    ],
    ['an account', when('StringEquals', 'aws:SourceAccount', '111122223333')],
    ['a source', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:us-east-1:111122223333:*')],
    [
      'a distribution',
      when('StringEquals', 'AWS:SourceArn', 'arn:aws:cloudfront::111122223333:distribution/E1'),
    ],
    ['a role', when('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/reader')],
    ['an office', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24')],
    ['two offices', when('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32'])],
    ['private addresses', when('IpAddress', 'aws:SourceIp', '10.0.0.0/8')],
  ])('%s', (_, condition) => {
    expect(given(allow(condition))).toEqual([]);
  });
});

describe('conditions that do not', () => {
  it.each([
    ['the whole internet', when('IpAddress', 'aws:SourceIp', '0.0.0.0/0')],
    ['half the internet', when('IpAddress', 'aws:SourceIp', '0.0.0.0/1')],
    ['a narrow and a wide range', when('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '::/0'])],
    ['a range that is none', when('IpAddress', 'aws:SourceIp', 'office')],
    ['any VPC', when('StringLike', 'aws:SourceVpc', 'vpc-*')],
    ['one VPC or any', when('StringLike', 'aws:SourceVpc', ['vpc-1', '*'])],
    ['any organization', when('StringLike', 'aws:PrincipalOrgID', 'o-*')],
    ['roles of any account', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/reader')],
    ['any topic', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*')],
    ['buckets by a pattern', when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::acme-*')],
    ['a key that may be missing', when('StringEqualsIfExists', 'aws:SourceVpc', 'vpc-1')],
    ['a set that may be empty', when('ForAllValues:StringEquals', 'aws:SourceVpc', 'vpc-1')],
    ['what a stranger can choose', when('StringLike', 'aws:Referer', 'https://example.com/*')],
    ['TLS', when('Bool', 'aws:SecureTransport', 'true')],
    ['all but one', when('StringNotEquals', 'aws:SourceVpc', 'vpc-1')],
    ['a variable', when('StringEquals', 'aws:SourceVpc', '$' + '{aws:PrincipalTag/vpc}')],
  ])('%s', (_, condition) => {
    expect(given(allow(condition))).toEqual(['s3:GetObject']);
  });
});

describe('a Deny takes back', () => {
  it('the same action on the same objects', () => {
    expect(given(allow(), deny())).toEqual([]);
  });
  it('from everyone but the few that it spares', () => {
    const { Principal: _, ...rest } = deny();
    expect(given(allow(), { ...rest, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } })).toEqual([]);
  });
  it.each([
    ['a VPC', when('StringNotEquals', 'aws:SourceVpc', 'vpc-1')],
    ['an office', when('NotIpAddress', 'aws:SourceIp', ['203.0.113.0/24'])],
    ['an organization', when('StringNotEqualsIfExists', 'aws:PrincipalOrgID', 'o-1234567890')],
    [
      'an office and AWS services',
      {
        Condition: {
          NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
  ])('from everyone outside %s', (_, condition) => {
    expect(given(allow(), deny({ Action: 's3:*', Resource: '*', ...condition }))).toEqual([]);
  });

  it.each([
    ['plain HTTP', deny(when('Bool', 'aws:SecureTransport', 'false'))],
    ['an office', deny(when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['all but any VPC', deny(when('StringNotLike', 'aws:SourceVpc', 'vpc-*'))],
    ['one account', deny({ Principal: { AWS: '111122223333' } })],
    ['another action', deny({ Action: 's3:PutObject' })],
    ['a folder', deny({ Resource: 'arn:aws:s3:::acme/private/*' })],
    ['all but a folder', deny({ Resource: undefined, NotResource: 'arn:aws:s3:::acme/public/*' })],
  ])('nothing when it concerns only %s', (_, statement) => {
    expect(given(allow(), statement)).toEqual(['s3:GetObject']);
  });
});

const principals = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: '111122223333' },
  { Service: 'cloudtrail.amazonaws.com' },
);
const actions = fc.subarray(['*', 's3:*', 's3:Get*', 's3:PutObject', 's3:ListBucket'], { minLength: 1 });
const resources = fc.subarray(['*', OBJECTS, 'arn:aws:s3:::acme', 'arn:aws:s3:::acme/a/*'], { minLength: 1 });
const conditions = fc.option(
  fc.dictionary(
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'IpAddress',
      'NotIpAddress',
      'Bool',
      'StringLikeIfExists',
    ),
    fc.dictionary(
      fc.constantFrom('aws:SourceVpc', 'aws:SourceIp', 'aws:SecureTransport', 'aws:PrincipalOrgID'),
      fc.subarray(['vpc-1', '*', '0.0.0.0/0', '203.0.113.0/24', 'false', 'o-1'], { minLength: 1 }),
      { minKeys: 1, maxKeys: 2 },
    ),
    { maxKeys: 2 },
  ),
  { nil: undefined },
);
const statements = (effect: fc.Arbitrary<string>) =>
  fc
    .record({
      Effect: effect,
      who: fc.tuple(fc.constantFrom('Principal', 'NotPrincipal'), principals),
      what: fc.tuple(fc.constantFrom('Action', 'NotAction'), actions),
      Resource: resources,
      Condition: conditions,
    })
    .map(({ who, what, ...rest }) => ({ ...rest, [who[0]]: who[1], [what[0]]: what[1] }));
const policies = fc.array(statements(fc.constantFrom('Allow', 'Deny')), { minLength: 1, maxLength: 6 });

describe('whatever the policy', () => {
  it('a further Deny never makes it more public', () => {
    fc.assert(
      fc.property(policies, statements(fc.constant('Deny')), fc.nat(6), (policy, added, at) => {
        const stricter = policy.toSpliced(at, 0, added);
        const before = new Set(given(...policy));
        expect(given(...stricter).filter((action) => !before.has(action))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a further Allow never makes it less public', () => {
    fc.assert(
      fc.property(policies, statements(fc.constant('Allow')), (policy, added) => {
        const after = new Set(given(...policy, added));
        expect(given(...policy).filter((action) => !after.has(action))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('the order of statements does not matter', () => {
    fc.assert(
      fc.property(
        policies.chain((policy) =>
          fc.tuple(
            fc.constant(policy),
            fc.shuffledSubarray(policy, { minLength: policy.length, maxLength: policy.length }),
          ),
        ),
        ([policy, shuffled]) => {
          expect(given(...shuffled).sort()).toEqual(given(...policy).sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a policy that speaks of nobody but known principals is not public', () => {
    const known = (statement: PolicyStatement | Record<string, unknown>) => ({
      ...statement,
      NotPrincipal: undefined,
      Principal: { AWS: '111122223333' },
    });
    fc.assert(
      fc.property(policies, (policy) => {
        expect(given(...policy.map(known))).toEqual([]);
      }),
    );
  });
});

describe('parsePolicyDocument', () => {
  it('takes a lone statement as a list of one', () => {
    expect(parsePolicyDocument(JSON.stringify({ Statement: allow() })).Statement).toHaveLength(1);
  });
  it.each([
    ['what is not JSON', '{'],
    ['what is no policy', '{"Version":"2012-10-17"}'],
    ['an effect that does not exist', JSON.stringify({ Statement: [allow({ Effect: 'Maybe' })] })],
  ])('refuses %s', (_, text) => {
    expect(() => parsePolicyDocument(text)).toThrow();
  });
});
