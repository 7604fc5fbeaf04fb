import { describe, expect, it } from 'vitest';
import { consoleUrl } from '../../../src/rules/console-links';
import { securityGroup } from '../../../src/rules/ec2/resources';
import { iamAccessKey, iamManagedPolicy } from '../../../src/rules/iam/resources';
import { catalogue } from '../../../src/rules/index';
import { rdsSnapshot } from '../../../src/rules/rds/resources';
import { s3Bucket } from '../../../src/rules/s3/resources';

const ACCOUNT = '111122223333';
const at = (region: string, resourceId: string, resourceArn: string) => ({
  accountId: ACCOUNT,
  region,
  resourceId,
  resourceArn,
});

describe('consoleUrl', () => {
  it('knows every kind of resource that a rule judges', () => {
    for (const rule of catalogue) {
      const url = consoleUrl(rule.resource, at('eu-west-1', 'x', `arn:aws:iam::${ACCOUNT}:root`));
      expect(URL.canParse(url ?? ''), rule.resource.key).toBe(true);
    }
  });

  it.each([
    [
      s3Bucket,
      at('eu-west-1', 'acme', 'arn:aws:s3:::acme'),
      'https://eu-west-1.console.aws.amazon.com/s3/buckets/acme?region=eu-west-1&tab=permissions',
    ],
    [
      securityGroup,
      at('us-gov-west-1', 'sg-1', `arn:aws-us-gov:ec2:us-gov-west-1:${ACCOUNT}:security-group/sg-1`),
      'https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1#SecurityGroup:groupId=sg-1',
    ],
    [
      iamAccessKey,
      at('global', 'alice/access_key_2', `arn:aws-cn:iam::${ACCOUNT}:user/alice/access_key_2`),
      'https://cn-north-1.console.amazonaws.cn/iam/home?region=cn-north-1#/users/details/alice?section=security_credentials',
    ],
    [
      iamManagedPolicy,
      at('global', 'everything', `arn:aws:iam::${ACCOUNT}:policy/everything`),
      `https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/policies/details/arn%3Aaws%3Aiam%3A%3A${ACCOUNT}%3Apolicy%2Feverything?section=permissions`,
    ],
    [
      rdsSnapshot,
      at('eu-west-1', 's', `arn:aws:rds:eu-west-1:${ACCOUNT}:cluster-snapshot:s`),
      'https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#db-snapshot:engine=cluster;id=s',
    ],
  ])('$key', (type, target, expected) => {
    expect(consoleUrl(type, target)).toBe(expected);
  });

  it('never leaves the console, whatever the id', () => {
    const url = consoleUrl(s3Bucket, at('eu-west-1', '../../x?y#z', 'arn:aws:s3:::x'));
    expect(new URL(url ?? '').pathname).toBe('/s3/buckets/..%2F..%2Fx%3Fy%23z');
    const odd = consoleUrl(s3Bucket, at('evil.example/', 'x', 'arn:aws:s3:::x')) ?? '';
    expect(URL.canParse(odd) ? new URL(odd).hostname.endsWith('.console.aws.amazon.com') : true).toBe(true);
  });

  it('is null for a partition that is not known', () => {
    expect(consoleUrl(s3Bucket, at('eu-west-1', 'x', 'arn:aws-iso:s3:::x'))).toBeNull();
  });
});
