import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escalationsOf } from '../../../../src/rules/iam/privilege-escalation';
import { provesWhoAsks } from '../../../../src/rules/iam/third-party-trust';
import { openFederation, publicTrust } from '../../../../src/rules/iam/trust';
import { type PolicyDocument, parsePolicyDocument } from '../../../../src/rules/policy/document';
import { outsideAccounts } from '../../../../src/rules/policy/outside-accounts';

const GITLAB = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';

const condition = fc.option(
  fc.dictionary(
    fc.constantFrom('StringEquals', 'StringLike', 'StringEqualsIfExists', 'StringNotEquals', 'Bool'),
    fc.dictionary(
      fc.constantFrom('aws:PrincipalOrgID', 'sts:ExternalId', 'gitlab.com:sub', 'iam:PassedToService'),
      fc.subarray(['*', 'o-1', 'acme/shop:x', 'ec2.amazonaws.com', 'true'], { minLength: 1 }),
      { minKeys: 1, maxKeys: 2 },
    ),
    { maxKeys: 2 },
  ),
  { nil: undefined },
);

const trust = (effect: fc.Arbitrary<string>) =>
  fc.record({
    Effect: effect,
    Principal: fc.constantFrom<unknown>(
      '*',
      { AWS: '*' },
      { AWS: ['111122223333', '999988887777'] },
      { Federated: GITLAB },
      { Service: 'ec2.amazonaws.com' },
    ),
    Action: fc.subarray(['sts:AssumeRole', 'sts:*', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession'], {
      minLength: 1,
    }),
    Condition: condition,
  });

const permission = (effect: fc.Arbitrary<string>) =>
  fc.record({
    Effect: effect,
    Action: fc.subarray(['iam:*', 'iam:PassRole', 'ec2:Run*', 'lambda:*', 'iam:CreatePolicyVersion', '*'], {
      minLength: 1,
    }),
    Resource: fc.subarray(['*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:s3:::logs'], { minLength: 1 }),
    Condition: condition,
  });

const EFFECTS = fc.constantFrom('Allow', 'Deny');
const parse = (statements: unknown[]): PolicyDocument =>
  parsePolicyDocument(JSON.stringify({ Statement: statements }));

/** What a trust policy lets in, whatever the order of its statements. */
const opened = (statements: unknown[]) => {
  const document = parse(statements);
  return [
    ...publicTrust(document).map((statement) => JSON.stringify(statement)),
    ...openFederation(document).map(({ statement }) => JSON.stringify(statement)),
  ].sort();
};
const ways = (statements: unknown[]) => escalationsOf(parse(statements)).map(({ how }) => how);

describe.each([
  ['trust policies', trust, opened],
  ['permission policies', permission, ways],
] as const)('whatever the %s', (_, statement, judged) => {
  const policies = fc.array<unknown>(statement(EFFECTS), { minLength: 1, maxLength: 5 });

  it('a further Deny never opens more', () => {
    fc.assert(
      fc.property(policies, statement(fc.constant('Deny')), fc.nat(5), (policy, deny, at) => {
        const before = new Set(judged(policy));
        expect(judged(policy.toSpliced(at, 0, deny)).filter((each) => !before.has(each))).toEqual([]);
      }),
    );
  });

  it('a further Allow never opens less', () => {
    fc.assert(
      fc.property(policies, statement(fc.constant('Allow')), (policy, allow) => {
        const after = new Set(judged([...policy, allow]));
        expect(judged(policy).filter((each) => !after.has(each))).toEqual([]);
      }),
    );
  });

  it('the order of statements does not matter', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(judged(policy.toReversed())).toEqual(judged(policy));
      }),
    );
  });
});

describe('accounts from outside', () => {
  const policies = fc.array(trust(EFFECTS), { minLength: 1, maxLength: 5 });
  const accounts = (statements: unknown[], trusted: string[]) =>
    outsideAccounts(parse(statements), { own: '111122223333', trusted }).map(({ account }) => account);

  it('are never those that are known, and no fewer for a Deny', () => {
    fc.assert(
      fc.property(policies, trust(fc.constant('Deny')), (policy, deny) => {
        expect(accounts(policy, ['999988887777'])).toEqual([]);
        expect(accounts(policy, [])).not.toContain('111122223333');
        expect(accounts([...policy, deny], [])).toEqual(accounts(policy, []));
      }),
    );
  });

  it('prove nothing by a condition that holds when they send nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom('sts:ExternalId', 'aws:PrincipalOrgID'), fc.string(), (key, value) => {
        const [statement] = parse([
          { Effect: 'Allow', Condition: { StringEqualsIfExists: { [key]: value } } },
        ]).Statement;
        expect(statement !== undefined && provesWhoAsks(statement)).toBe(false);
      }),
    );
  });
});
