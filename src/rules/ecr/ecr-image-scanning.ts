import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { actionMatches } from '../policy/glob';
import { ecrRepository, type RegistryScanning } from './resources';

export default defineRule({
  id: 'ecr-image-scanning',
  title: 'Repositories scan images',
  service: 'ecr',
  severity: 'high',
  pillar: 'security',
  resource: ecrRepository,
  parameters: z.object({}),
  permissions: ['ecr:DescribeRepositories', 'ecr:GetRegistryScanningConfiguration'],
  references: { fsbp: ['ECR.1'] },
  guidance: {
    why: 'Images age: a base image that was clean in spring has a dozen known holes by autumn, and nobody learns of it unless somebody scans. Scanning in the registry sees what will be deployed, whatever pipeline built it.',
    console: [
      'Open the ECR console in the region of the repository and choose Private registry, "Features & Settings", Scanning.',
      'Choose Edit, then "Enhanced scanning" (by Amazon Inspector) or "Basic scanning".',
      'Tick "Continuously scan all repositories", or "Scan on push all repositories", and choose Save.',
    ],
    cli: ({ resourceId, region }) => `aws ecr get-registry-scanning-configuration --region ${region}

# for all repositories of the region, ${resourceId} included
aws ecr put-registry-scanning-configuration --region ${region} --scan-type ENHANCED \\
  --rules '[{"scanFrequency":"CONTINUOUS_SCAN","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'

aws ecr describe-image-scan-findings --repository-name ${resourceId} --image-id imageTag=latest --region ${region}`,
    terraform: ({ resourceId }) => `# once for the region, ${resourceId} included
resource "aws_ecr_registry_scanning_configuration" "registry" {
  scan_type = "ENHANCED"
  rule {
    scan_frequency = "CONTINUOUS_SCAN"
    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}`,
    before:
      'The setting is of the whole registry in the region, so whoever looks after it should make the change. Enhanced scanning is billed by Inspector per image; basic scanning is free and looks at operating system packages only. No image and no deployment is held back by it.',
    links: [
      {
        title: 'Scan images for software vulnerabilities in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
      },
      {
        title: 'Filters to choose which repositories are scanned',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html',
      },
    ],
  },
  async judge(repository) {
    const registry = await repository.registryScanning();
    const isEnhanced = registry.scanType === 'ENHANCED';
    if (repository.scanOnPush && !isEnhanced) return pass('Images are scanned when they are pushed');
    if (isScannedBy(registry, repository.id)) return pass('A rule of the registry scans the images');
    return fail(`The images of ${repository.id} are not scanned`, {
      scanOnPush: repository.scanOnPush,
      registryScanType: registry.scanType,
    });
  },
});

/**
 * A filter without a wildcard matches every name that contains it.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
function isScannedBy({ rules }: RegistryScanning, name: string): boolean {
  return rules
    .filter(({ frequency }) => frequency !== 'MANUAL')
    .flatMap(({ filters }) => filters)
    .some((filter) => (filter.includes('*') ? actionMatches(filter, name) : name.includes(filter)));
}
