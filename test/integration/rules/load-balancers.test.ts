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
          'fixed-answer': { listeners: { '80': { protocol: 'HTTP', action: 'fixed-response' } } },
          // Their listeners have no protocol, and are not asked for.
          wall: { type: 'gateway' },
          // Deleted since it was listed: nothing of it is unknown.
          gone: { vanishes: true },
        },
      },
      is: {
        'shop:80': ['pass', 'redirects'],
        'shop:443': 'pass',
        'plain:80': ['fail', 'Port 80 of plain serves plain HTTP'],
        'loop:8080': 'fail',
        'mixed:80': ['fail', '2 rules on port 80 of mixed do not redirect to HTTPS'],
        'tidy:80': 'pass',
        'tcp:80': 'pass',
        'fixed-answer:80': ['fail', 'gives a fixed answer over HTTP'],
      },
      evidence: {
        'mixed:80': {
          rules: [
            { priority: '1', actions: ['fixed-response'] },
            { priority: '3', conditions: ['path-pattern: /api/*'], actions: ['forward'] },
          ],
        },
      },
    },
    {
      name: 'one rule; a listener is tagged as its load balancer',
      region: {
        loadBalancers: {
          shop: {
            tags: { team: 'checkout' },
            listeners: { '80': { protocol: 'HTTP', action: 'redirect', rules: [{ path: '/api/*' }] } },
          },
        },
      },
      is: { 'shop:80': ['fail', 'Rule 1 on port 80 of shop does not redirect to HTTPS'] },
      tags: { 'shop:80': { team: 'checkout' } },
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
      is: { 'a:443': 'pass', 'b:443': ['fail', 'not an allowed policy'] },
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
          impaired: { traffic: 0, state: 'active_impaired' },
        },
      },
      is: {
        shop: 'pass',
        forgotten: ['fail', 'Nothing went through forgotten in 14 days'],
        'forgotten-net': 'fail',
        wall: 'pass',
        new: ['pass', 'younger'],
        coming: ['pass', 'provisioning'],
        impaired: 'fail',
      },
      evidence: { forgotten: { type: 'application', scheme: 'internet-facing' } },
    },
    {
      name: 'with the tags of each, more than one call takes, though one is gone meanwhile',
      region: {
        loadBalancers: {
          ...Object.fromEntries(
            Array.from({ length: 21 }, (_, index) => [`lb-${index}`, { tags: { number: `${index}` } }]),
          ),
          'lb-7': { vanishes: true },
        },
      },
      is: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`lb-${index}`, 'pass' as const])),
      tags: { 'lb-0': { number: '0' }, 'lb-7': {}, 'lb-8': { number: '8' }, 'lb-20': { number: '20' } },
    },
  ],
});

wireTable('elb-classic-idle', {
  cases: [
    {
      name: 'with and without instances; those of the other generation are none of them',
      region: {
        classicLoadBalancers: { used: {}, empty: { instances: 0, tags: { team: 'legacy' } } },
        loadBalancers: { shop: {} },
      },
      is: { used: ['pass', 'Registered instances: 2'], empty: ['fail', 'no instance'] },
      tags: { empty: { team: 'legacy' } },
    },
  ],
});
