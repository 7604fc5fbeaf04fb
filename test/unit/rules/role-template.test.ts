import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { catalogue, permissionsOf } from '../../../src/rules/index';
import { roleTemplate } from '../../../src/rules/role-template';

const input = {
  externalId: 'b7e0f9a2-5c53-4d0e-9a35-0d5c6f8e2f11',
  hubPrincipalArn: 'arn:aws:iam::999988887777:user/cloud-findings-hub',
  permissions: permissionsOf(catalogue),
  roleName: 'CloudFindingsReadOnly',
};

const templateSchema = z.object({
  Resources: z.object({
    CloudFindingsRole: z.object({
      Type: z.literal('AWS::IAM::Role'),
      Properties: z.object({
        RoleName: z.string(),
        AssumeRolePolicyDocument: z.object({ Statement: z.array(z.unknown()).length(1) }),
        Policies: z
          .array(
            z.object({
              PolicyDocument: z.object({
                Statement: z
                  .array(
                    z.object({
                      Effect: z.literal('Allow'),
                      Action: z.array(z.string()),
                      Resource: z.literal('*'),
                    }),
                  )
                  .length(1),
              }),
            }),
          )
          .length(1),
      }),
    }),
  }),
});

function role(template: string) {
  const document = parseDocument(template, {
    customTags: [{ tag: '!GetAtt', resolve: (value: string) => ({ 'Fn::GetAtt': value }) }],
  });
  expect(document.errors).toEqual([]);
  return templateSchema.parse(document.toJS()).Resources.CloudFindingsRole.Properties;
}

/** Objects, rows, messages, code, parameters, secrets, logs, keys to log in with. */
const HANDS_OUT_DATA = new RegExp(
  `^(${[
    's3:(GetObject\\w*|ListBucket|ListBucketVersions|ListBucketMultipartUploads|ListMultipartUploadParts)',
    'dynamodb:(GetItem|BatchGetItem|GetRecords|GetShardIterator)',
    'lambda:(GetFunction|GetLayerVersion)',
    'secretsmanager:(GetSecretValue|GetRandomPassword)',
    'ssm:(GetParameter\\w*|GetDocument|GetCommandInvocation|DescribeSessions|GetAccessToken)',
    'sqs:\\w*Message\\w*',
    'logs:Get\\w*',
    'ecr:(GetDownloadUrlForLayer|GetAuthorizationToken)',
    'ec2:(GetConsoleOutput|GetConsoleScreenshot|GetPasswordData|GetLaunchTemplateData)',
    'ebs:\\w+',
    'redshift:GetClusterCredentials\\w*',
    'kms:(GetPublicKey|GetParametersForImport)',
    'cloudtrail:(GetQueryResults|ListQueries)',
    'config:(GetResourceConfigHistory|SelectResourceConfig)',
    'sts:\\w+',
  ].join('|')})$`,
);

describe('roleTemplate', () => {
  it('trusts the hub alone, and only with the external id', () => {
    const { RoleName, AssumeRolePolicyDocument } = role(roleTemplate(input));
    expect(RoleName).toBe('CloudFindingsReadOnly');
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: input.hubPrincipalArn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': input.externalId } },
      },
    ]);
  });

  it('allows what the rules ask and the list of regions, without a wildcard', () => {
    const actions = role(roleTemplate(input)).Policies.flatMap((policy) =>
      policy.PolicyDocument.Statement.flatMap((statement) => statement.Action),
    );
    expect(actions).toEqual([...new Set([...input.permissions, 'ec2:DescribeRegions'])].sort());
    expect(actions.join()).not.toMatch(/[*?]/);
  });

  it('allows less when fewer rules ask', () => {
    const template = roleTemplate({ ...input, permissions: ['kms:ListKeys'] });
    expect(template).toContain('kms:ListKeys');
    expect(template).not.toContain('s3:');
  });

  it('allows nothing that hands out what is stored, sent or run', () => {
    const actions = role(roleTemplate(input)).Policies.flatMap((policy) =>
      policy.PolicyDocument.Statement.flatMap((statement) => statement.Action),
    );
    for (const action of actions) {
      // GenerateCredentialReport makes the report that is then read; it changes no setting.
      expect(action).toMatch(/:(Describe|Get|List)[A-Z]|^iam:GenerateCredentialReport$/);
      expect(action).not.toMatch(HANDS_OUT_DATA);
    }
  });

  it.each([
    ['s3:GetObject', true],
    ['s3:GetObjectVersion', true],
    ['s3:GetBucketPolicy', false],
    ['lambda:GetFunction', true],
    ['lambda:GetFunctionConfiguration', false],
    ['ssm:GetParameters', true],
    ['ssm:GetServiceSetting', false],
  ])('knows whether %s hands out data: %s', (action, does) => {
    expect(HANDS_OUT_DATA.test(action)).toBe(does);
  });

  /** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  it('fits into what IAM takes as the inline policies of a role, with a tenth to spare', () => {
    const { Policies } = role(roleTemplate(input));
    // White space does not count.
    const characters = Policies.map(({ PolicyDocument }) => JSON.stringify(PolicyDocument).length);
    expect(characters.reduce((sum, length) => sum + length, 0)).toBeLessThan(10_240 * 0.9);
  });

  /** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
  it('fits into what CloudFormation takes in a request', () => {
    const longest = { ...input, externalId: 'x'.repeat(1224), roleName: 'r'.repeat(64) };
    expect(new TextEncoder().encode(roleTemplate(longest)).length).toBeLessThan(51_200);
  });

  it('reads an external id of digits as text', () => {
    const { AssumeRolePolicyDocument } = role(roleTemplate({ ...input, externalId: '0123456789' }));
    expect(JSON.stringify(AssumeRolePolicyDocument)).toContain('"0123456789"');
  });

  it.each([
    ['externalId', { externalId: "x'\n  - Effect: Allow" }],
    ['hubPrincipalArn', { hubPrincipalArn: '*' }],
    ['roleName', { roleName: 'my role' }],
    ['permissions', { permissions: ['s3:*'] }],
  ])('refuses a bad %s without repeating it', (name, bad) => {
    const [value] = Object.values(bad).flat();
    const make = () => roleTemplate({ ...input, ...bad });
    expect(make).toThrow(name);
    expect(make).not.toThrow(value);
  });
});
