import { wireTable } from './wire';

wireTable('elbv2-http-redirect', {
  cases: [
    {
      name: 'what an HTTP listener does',
      region: {
        loadBalancers: {
          shop: {},
          plain: { listeners: { '80': { protocol: 'HTTP' } } },
          loop: { listeners: { '8080': { protocol: 'HTTP', action: 'redirect-http' } } },
          mixed: {
            listeners: {
              '80': {
                protocol: 'HTTP',
                action: 'redirect',
                rules: [
                  { path: '/gone', action: 'fixed-response' },
                  { path: '/old', action: 'redirect' },
                  { path: '/api/*' },
                ],
              },
            },
          },
          tidy: {
            listeners: {
              '80': { protocol: 'HTTP', action: 'redirect', rules: [{ path: '/old', action: 'redirect' }] },
            },
          },
          tcp: { type: 'network', listeners: { '80': { protocol: 'TCP' } } },
        },
      },
      is: {
        'shop:80': ['pass', 'redirects'],
        'shop:443': 'pass',
        'plain:80': ['fail', 'Port 80 of plain serves plain HTTP'],
        'loop:8080': 'fail',
        'mixed:80': ['fail', 'A rule on port 80 of mixed'],
        'tidy:80': 'pass',
        'tcp:80': 'pass',
      },
      evidence: { 'mixed:80': { rules: [{ priority: '3', conditions: ['path-pattern: /api/*'] }] } },
    },
  ],
});

const tls = (policy: string) => ({ listeners: { '443': { policy } } });
wireTable('elbv2-tls-policy', {
  cases: [
    {
      name: 'by the policy of the listener',
      region: {
        loadBalancers: {
          recommended: tls('ELBSecurityPolicy-TLS13-1-2-Res-2021-06'),
          post_quantum: tls('ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'),
          fips: tls('ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04'),
          older: tls('ELBSecurityPolicy-FS-1-2-Res-2020-10'),
          default: tls('ELBSecurityPolicy-2016-08'),
          down_to_1_0: tls('ELBSecurityPolicy-TLS13-1-0-2021-06'),
          down_to_1_1: tls('ELBSecurityPolicy-TLS-1-1-2017-01'),
          network: {
            type: 'network',
            listeners: { '8443': { protocol: 'TLS', policy: 'ELBSecurityPolicy-2015-05' } },
          },
          plain: { listeners: { '80': { protocol: 'HTTP', action: 'redirect' } } },
        },
      },
      is: {
        'recommended:443': 'pass',
        'post_quantum:443': 'pass',
        'fips:443': 'pass',
        'older:443': 'pass',
        'default:443': ['fail', 'ELBSecurityPolicy-2016-08'],
        'down_to_1_0:443': 'fail',
        'down_to_1_1:443': 'fail',
        'network:8443': 'fail',
        'plain:80': ['pass', 'does not end TLS'],
      },
    },
    {
      name: 'policies of our own choice',
      params: { allowed_policies: ['ELBSecurityPolicy-TLS13-1-3-2021-06'] },
      region: {
        loadBalancers: {
          a: tls('ELBSecurityPolicy-TLS13-1-3-2021-06'),
          b: tls('ELBSecurityPolicy-TLS13-1-2-Res-2021-06'),
        },
      },
      is: { 'a:443': 'pass', 'b:443': 'fail' },
    },
  ],
});

wireTable('elbv2-idle', {
  cases: [
    {
      name: 'by what went through',
      region: {
        loadBalancers: {
          shop: {},
          forgotten: { traffic: 0 },
          'forgotten-net': { type: 'network', traffic: null },
          wall: { type: 'gateway' },
          new: { traffic: 0, age: '2d' },
          coming: { traffic: null, state: 'provisioning' },
        },
      },
      is: {
        shop: 'pass',
        forgotten: ['fail', 'Nothing went through forgotten in 14 days'],
        'forgotten-net': 'fail',
        wall: 'pass',
        new: ['pass', 'younger'],
        coming: ['pass', 'provisioning'],
      },
      evidence: { forgotten: { type: 'application', scheme: 'internet-facing' } },
    },
  ],
});

wireTable('elb-classic-idle', {
  cases: [
    {
      name: 'with and without instances; those of the other generation are none of them',
      region: { classicLoadBalancers: { used: {}, empty: { instances: 0 } }, loadBalancers: { shop: {} } },
      is: { used: ['pass', '2 instances'], empty: ['fail', 'no instance'] },
    },
  ],
});
