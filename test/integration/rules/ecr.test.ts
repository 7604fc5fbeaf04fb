import { withPolicies } from './policies';
import { wireTable } from './wire';

const policies = withPolicies('ecr:BatchGetImage');
wireTable('ecr-repository-public-policy', {
  cases: [
    {
      name: 'every kind of policy',
      region: { repositories: { ...policies.resources, 'no-policy': {} } },
      is: { ...policies.is, 'no-policy': ['pass', 'no policy'] },
    },
  ],
});

const off = { scanOnPush: false };
wireTable('ecr-image-scanning', {
  cases: [
    {
      name: 'a setting of the repository',
      region: { repositories: { api: {}, web: off } },
      is: { api: 'pass', web: ['fail', 'web'] },
      evidence: { web: { registryScanType: 'BASIC' } },
    },
    {
      name: 'rules of the registry, with and without a wildcard',
      region: {
        registryScanning: { rules: [{ filters: ['prod/*', 'web'] }] },
        repositories: { 'prod/api': off, 'test/prod/api': off, 'shop-web-2': off, batch: off },
      },
      is: { 'prod/api': 'pass', 'test/prod/api': 'fail', 'shop-web-2': 'pass', batch: 'fail' },
    },
    {
      name: 'a rule that scans by hand only',
      region: {
        registryScanning: { rules: [{ filters: ['*'], frequency: 'MANUAL' }] },
        repositories: { api: off },
      },
      is: { api: 'fail' },
    },
    {
      name: 'enhanced scanning, for which the setting of a repository counts for nothing',
      region: {
        registryScanning: { type: 'ENHANCED', rules: [{ filters: ['web'], frequency: 'CONTINUOUS_SCAN' }] },
        repositories: { api: {}, web: off },
      },
      is: { api: 'fail', web: 'pass' },
    },
  ],
});
