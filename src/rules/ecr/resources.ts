import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** How the registry scans the images of all repositories. */
export interface RegistryScanning {
  /** BASIC or ENHANCED; with ENHANCED the setting of a repository itself counts for nothing. */
  scanType: string;
  /** Filters over repository names, each with how often it scans: SCAN_ON_PUSH, CONTINUOUS_SCAN, MANUAL. */
  rules: { frequency: string; filters: string[] }[];
}

/** A private repository as DescribeRepositories lists it. */
export interface EcrRepository extends Resource {
  scanOnPush: boolean;
  /** Null when it has none. */
  policy(): Promise<PolicyDocument | null>;
  /** Asked once for all repositories of the region. */
  registryScanning(): Promise<RegistryScanning>;
}

export const ecrRepository = resourceType<EcrRepository>({
  key: 'ecr-repository',
  type: 'AWS::ECR::Repository',
  label: 'ECR repository',
  scope: 'regional',
  consolePage: ({ id, region, rawArn }) =>
    `/ecr/repositories/private/${rawArn.split(':')[4] ?? ''}/${id}?region=${region}`,
});
