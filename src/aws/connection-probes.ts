import { UnreadableError } from '../scan/evaluate/unreadable';
import { accessAnalyzerProbes } from './probes/accessanalyzer';
import { accountProbes } from './probes/account';
import { cloudFrontProbes } from './probes/cloudfront';
import { cloudTrailProbes } from './probes/cloudtrail';
import { configProbes } from './probes/config';
import { dynamoDbProbes } from './probes/dynamodb';
import { ec2Probes } from './probes/ec2';
import { ecrProbes } from './probes/ecr';
import { efsProbes } from './probes/efs';
import { eksProbes } from './probes/eks';
import { elbProbes } from './probes/elb';
import { guardDutyProbes } from './probes/guardduty';
import { iamProbes } from './probes/iam';
import { kmsProbes } from './probes/kms';
import { lambdaProbes } from './probes/lambda';
import { openSearchProbes } from './probes/opensearch';
import { type Probe, Skipped } from './probes/probe';
import { rdsProbes } from './probes/rds';
import { redshiftProbes } from './probes/redshift';
import { s3Probes } from './probes/s3';
import { secretsManagerProbes } from './probes/secretsmanager';
import { securityHubProbes } from './probes/securityhub';
import { snsProbes } from './probes/sns';
import { sqsProbes } from './probes/sqs';
import { ssmProbes } from './probes/ssm';
import type { AwsSession } from './session';

/** AWS lets the caller ask, and answers that there is nothing of the kind or that this is not the moment. */
const ALLOWED_ALL_THE_SAME = new Set([
  'NoSuchLifecycleConfiguration',
  'RepositoryPolicyNotFoundException',
  'PolicyNotFound',
  'PolicyNotFoundException',
  'ResourceNotFoundException',
  'AccountNotManagementOrDelegatedAdministratorException',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchTagSet',
  'OrganizationNotFoundException',
  'OrganizationNotInAllFeaturesModeException',
  'OwnershipControlsNotFoundError',
  'InvalidAccessException',
  'CredentialReportNotPresentException',
  'CredentialReportNotReadyException',
  'CredentialReportExpiredException',
  'ReportExpired',
  'ReportInProgress',
  'ReportNotPresent',
  'ServiceAccessNotEnabledException',
  'UnsupportedOperationException',
]);

/** One cheap read for each permission that rules need. */
export class ConnectionProbes {
  readonly #probes: Map<string, Probe>;

  constructor(session: AwsSession) {
    this.#probes = new Map<string, Probe>([
      ...cloudFrontProbes(session),
      ...elbProbes(session),
      ...openSearchProbes(session),
      ...redshiftProbes(session),
      ...ssmProbes(session),
      ...ecrProbes(session),
      ...efsProbes(session),
      ...dynamoDbProbes(session),
      ...secretsManagerProbes(session),
      ...snsProbes(session),
      ...sqsProbes(session),
      ...eksProbes(session),
      ...accountProbes(session),
      ...accessAnalyzerProbes(session),
      ...s3Probes(session),
      ...ec2Probes(session),
      ...iamProbes(session),
      ...rdsProbes(session),
      ...kmsProbes(session),
      ...cloudTrailProbes(session),
      ...lambdaProbes(session),
      ...guardDutyProbes(session),
      ...securityHubProbes(session),
      ...configProbes(session),
    ]);
  }

  /** Null when AWS answered; otherwise why it was not asked. Throws an UnreadableError when AWS refused. */
  async probe(permission: string): Promise<string | null> {
    const probe = this.#probes.get(permission);
    if (probe === undefined) return 'There is no test for this permission; a scan will tell.';
    try {
      const answer = await probe();
      return answer instanceof Skipped ? answer.reason : null;
    } catch (error) {
      if (error instanceof UnreadableError && ALLOWED_ALL_THE_SAME.has(error.code ?? '')) return null;
      throw error;
    }
  }
}
