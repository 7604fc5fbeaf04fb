import type { Service } from '../service';
import { ec2Service } from './ec2';
import { s3Service } from './s3';
import { s3ControlService } from './s3control';
import { stsService } from './sts';

const services: Service[] = [stsService, ec2Service, s3Service, s3ControlService];

/** The service that signs as `name` (s3control where it is S3 Control), or undefined when the sandbox lacks it. */
export function serviceNamed(name: string): Service | undefined {
  return services.find((service) => service.name === name);
}

export function serviceNames(): string[] {
  return services.map((service) => service.name);
}
