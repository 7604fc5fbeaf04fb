import { accessAnalyzerRules } from './accessanalyzer/index';
import { accountRules } from './account/index';
import { cloudFrontRules } from './cloudfront/index';
import { cloudTrailRules } from './cloudtrail/index';
import { configRules } from './config/index';
import type { Rule } from './define';
import { dynamoDbRules } from './dynamodb/index';
import { ebsRules } from './ebs/index';
import { ec2Rules } from './ec2/index';
import { ecrRules } from './ecr/index';
import { efsRules } from './efs/index';
import { eksRules } from './eks/index';
import { elbRules } from './elb/index';
import { elbv2Rules } from './elbv2/index';
import { guardDutyRules } from './guardduty/index';
import { iamRules } from './iam/index';
import { kmsRules } from './kms/index';
import { lambdaRules } from './lambda/index';
import { openSearchRules } from './opensearch/index';
import { rdsRules } from './rds/index';
import { redshiftRules } from './redshift/index';
import { s3Rules } from './s3/index';
import { secretsManagerRules } from './secretsmanager/index';
import { securityHubRules } from './securityhub/index';
import { snsRules } from './sns/index';
import { sqsRules } from './sqs/index';
import { ssmRules } from './ssm/index';
import { vpcRules } from './vpc/index';

/** Every rule of the product. */
export const catalogue: Rule[] = [
  ...s3Rules,
  ...ebsRules,
  ...ec2Rules,
  ...vpcRules,
  ...iamRules,
  ...accountRules,
  ...accessAnalyzerRules,
  ...rdsRules,
  ...redshiftRules,
  ...dynamoDbRules,
  ...efsRules,
  ...openSearchRules,
  ...lambdaRules,
  ...ecrRules,
  ...eksRules,
  ...elbRules,
  ...elbv2Rules,
  ...cloudFrontRules,
  ...snsRules,
  ...sqsRules,
  ...secretsManagerRules,
  ...ssmRules,
  ...kmsRules,
  ...cloudTrailRules,
  ...configRules,
  ...guardDutyRules,
  ...securityHubRules,
];

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule of that id, or null when there is none. */
export function findRule(id: string): Rule | null {
  return byId.get(id) ?? null;
}

/** The IAM actions that the rules need, each once, sorted. */
export function permissionsOf(rules: Rule[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.permissions))].sort();
}
