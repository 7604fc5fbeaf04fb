import { describe, expect, it } from 'vitest';
import { isPublicPolicy } from '../../../sandbox/aws/services/s3/policy-status';

const allow = (rest: object) => ({
  Effect: 'Allow' as const,
  Action: 's3:GetObject',
  Resource: '*',
  ...rest,
});
const isPublic = (...Statement: Parameters<typeof isPublicPolicy>[0]['Statement']) =>
  isPublicPolicy({ Statement });

describe('what S3 calls a public policy', () => {
  it.each([
    ['everyone', { Principal: '*' }],
    ['everyone by AWS', { Principal: { AWS: '*' } }],
    ['everyone among others', { Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }],
    ['everyone but one', { NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['a prefix of keys', { Principal: '*', Condition: { StringEquals: { 's3:prefix': 'public/' } } }],
    ['any source ARN', { Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } } }],
    [
      'a policy variable',
      { Principal: '*', Condition: { StringEquals: { 'aws:SourceVpc': '$' + '{aws:x}' } } },
    ],
    [
      'a seventh of the internet',
      { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '16.0.0.0/7' } } },
    ],
    ['half of IPv6', { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '2000::/3' } } }],
    [
      'all but one network',
      { Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
    ],
    [
      'requests without the key',
      { Principal: '*', Condition: { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } } },
    ],
  ])('%s is public', (_name, rest) => {
    expect(isPublic(allow(rest))).toBe(true);
  });

  it.each([
    ['an account', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['a service', { Principal: { Service: 'cloudfront.amazonaws.com' } }],
    [
      'a network',
      { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } } },
    ],
    ['an endpoint', { Principal: '*', Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }],
    ['an organization', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } }],
    [
      'access points of one account',
      {
        Principal: '*',
        Condition: {
          ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-east-1:111122223333:accesspoint/*' },
        },
      },
    ],
  ])('%s is not public', (_name, rest) => {
    expect(isPublic(allow(rest))).toBe(false);
  });

  it('does not look at Deny, and needs only one public statement', () => {
    const deny = { Effect: 'Deny' as const, Principal: '*', Action: 's3:*', Resource: '*' };
    expect(isPublic(deny)).toBe(false);
    expect(isPublic(deny, allow({ Principal: { AWS: '111122223333' } }), allow({ Principal: '*' }))).toBe(
      true,
    );
  });
});
