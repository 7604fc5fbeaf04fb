import { publicPolicies, withPolicies } from './policies';
import { wireTable } from './wire';

const policies = withPolicies('es:ESHttpGet');
const outside = { vpc: false };

wireTable('opensearch-public', {
  cases: [
    {
      name: 'every kind of policy, on the internet and in a VPC',
      region: {
        domains: {
          ...Object.fromEntries(
            Object.entries(policies.resources).map(([name, domain]) => [name, { ...domain, ...outside }]),
          ),
          'no-policy': outside,
          'open-in-a-vpc': { policy: publicPolicies('es:ESHttpGet').anybody },
        },
      },
      is: { ...policies.is, 'no-policy': 'pass', 'open-in-a-vpc': ['pass', 'runs in vpc-'] },
    },
  ],
});

wireTable('opensearch-fgac', {
  cases: [
    {
      name: 'on and off, more than one call describes',
      region: {
        domains: { a: {}, b: {}, c: {}, d: {}, e: {}, f: { fineGrainedAccess: false } },
      },
      is: { a: 'pass', b: 'pass', c: 'pass', d: 'pass', e: 'pass', f: ['fail', 'domain f'] },
    },
  ],
});
