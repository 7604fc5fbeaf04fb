import type { Service } from '../service';
import { cloudTrailService } from './cloudtrail';
import { ec2Service } from './ec2';
import { iamService } from './iam';
import { kmsService } from './kms';
import { lambdaService } from './lambda';
import { rdsService } from './rds';
import { s3Service } from './s3';
import { s3ControlService } from './s3control';
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
];

/** The service that signs as `name` (s3control where it is S3 Control), or undefined when the sandbox lacks it. */
export function serviceNamed(name: string): Service | undefined {
  return services.find((service) => service.name === name);
}

export function serviceNames(): string[] {
  return services.map((service) => service.name);
}
