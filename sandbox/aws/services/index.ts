import type { Service } from '../service';
import type { WireRequest } from '../wire/http';
import { accessAnalyzerService } from './accessanalyzer';
import { accountService } from './account';
import { autoScalingService } from './autoscaling';
import { cloudFrontService } from './cloudfront';
import { cloudTrailService } from './cloudtrail';
import { cloudWatchService } from './cloudwatch';
import { configService } from './config';
import { dynamoDbService } from './dynamodb';
import { ec2Service } from './ec2';
import { ecrService } from './ecr';
import { efsService } from './efs';
import { eksService } from './eks';
import { elbService } from './elb';
import { elbv2Service } from './elbv2';
import { guardDutyService } from './guardduty';
import { iamService } from './iam';
import { kmsService } from './kms';
import { lambdaService } from './lambda';
import { openSearchService } from './opensearch';
import { rdsService } from './rds';
import { redshiftService } from './redshift';
import { s3Service } from './s3';
import { s3ControlService } from './s3control';
import { secretsManagerService } from './secretsmanager';
import { securityHubService } from './securityhub';
import { snsService } from './sns';
import { sqsService } from './sqs';
import { ssmService } from './ssm';
import { stsService } from './sts';

const services: Service[] = [
  stsService,
  ec2Service,
  s3Service,
  s3ControlService,
  iamService,
  rdsService,
  cloudTrailService,
  kmsService,
  lambdaService,
  accessAnalyzerService,
  accountService,
  autoScalingService,
  cloudFrontService,
  cloudWatchService,
  configService,
  dynamoDbService,
  ecrService,
  eksService,
  efsService,
  elbService,
  elbv2Service,
  guardDutyService,
  openSearchService,
  redshiftService,
  secretsManagerService,
  securityHubService,
  snsService,
  sqsService,
  ssmService,
];

/**
 * The service that signs as `name` (s3control where it is S3 Control), or undefined when the sandbox lacks it. Where two share
 * a name, as both generations of Elastic Load Balancing do, the version of the API tells them apart.
 */
export function serviceFor(name: string, request: WireRequest): Service | undefined {
  return services.find(
    (service) =>
      service.name === name &&
      (service.apiVersion === undefined || service.apiVersion === versionOf(request)),
  );
}

function versionOf(request: WireRequest): string | null {
  return new URLSearchParams(request.body.toString('utf8')).get('Version');
}

export function serviceNames(): string[] {
  return [...new Set(services.map((service) => service.name))];
}
