import { wireTable } from './wire';

wireTable('vpc-flow-logs', {
  cases: [
    {
      name: 'by what the log records and whether it arrives',
      region: {
        vpcs: {
          all: { id: 'vpc-all', flowLogs: 'all' },
          reject: { id: 'vpc-reject', flowLogs: 'reject' },
          accept: { id: 'vpc-accept', flowLogs: 'accept' },
          failing: { id: 'vpc-failing', flowLogs: 'failing' },
          none: { id: 'vpc-none', flowLogs: 'none', isDefault: true },
        },
      },
      is: {
        'vpc-all': ['pass', 'ALL'],
        'vpc-reject': ['pass', 'REJECT'],
        'vpc-accept': ['fail', 'records ALL or REJECT'],
        'vpc-failing': ['fail', 'cannot deliver: Access error'],
        'vpc-none': ['fail', 'no flow log'],
      },
    },
    {
      name: 'where accepted traffic is enough',
      params: { traffic_types: ['ACCEPT'] },
      region: { vpcs: { accept: { id: 'vpc-accept', flowLogs: 'accept' }, all: { id: 'vpc-all' } } },
      is: { 'vpc-accept': 'pass', 'vpc-all': 'fail' },
    },
  ],
});
