import { wireTable } from './wire';

wireTable('vpc-nat-gateway-unused', {
  cases: [
    {
      name: 'by its routes and what went through',
      region: {
        vpcs: { main: {} },
        natGateways: {
          used: { id: 'nat-used' },
          unrouted: { id: 'nat-unrouted', routed: false },
          silent: { id: 'nat-silent', bytesOut: 0 },
          new: { id: 'nat-new', age: '1d', routed: false },
          'no-figures': { id: 'nat-no-figures', bytesOut: null },
          gone: { id: 'nat-gone', state: 'deleted' },
          leaving: { id: 'nat-leaving', state: 'deleting' },
        },
      },
      is: {
        'nat-used': 'pass',
        'nat-unrouted': ['fail', 'No route points to nat-unrouted'],
        'nat-silent': ['fail', 'Nothing went through nat-silent in 14 days'],
        'nat-new': 'pass',
        'nat-no-figures': 'unknown',
        'nat-leaving': ['pass', 'deleting'],
      },
    },
  ],
});
