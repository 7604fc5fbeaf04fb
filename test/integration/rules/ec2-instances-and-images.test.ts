import { wireTable } from './wire';

const vpcs = { main: {} };

wireTable('ec2-instance-imdsv2', {
  cases: [
    {
      name: 'by state and by what the metadata service asks for',
      region: {
        vpcs,
        instances: {
          token: { id: 'i-token', imds: 'required' },
          off: { id: 'i-off', imds: 'disabled' },
          open: { id: 'i-open', imds: 'optional' },
          stopped: { id: 'i-stopped', imds: 'optional', state: 'stopped' },
          gone: { id: 'i-gone', imds: 'optional', state: 'terminated' },
        },
      },
      is: {
        'i-token': ['pass', 'demands a token'],
        'i-off': ['pass', 'off'],
        'i-open': ['fail', 'IMDSv1'],
        'i-stopped': ['fail', 'IMDSv1'],
        'i-gone': ['pass', 'terminated'],
      },
    },
  ],
});

wireTable('ec2-ami-public', {
  cases: [
    {
      name: 'public and private, in more than one page',
      region: {
        images: {
          open: { id: 'ami-open', public: true },
          one: { id: 'ami-one' },
          two: { id: 'ami-two' },
          three: { id: 'ami-three' },
          last: { id: 'ami-last', public: true, state: 'deregistered' },
        },
      },
      is: {
        'ami-open': ['fail', 'Anybody can launch'],
        'ami-one': 'pass',
        'ami-two': 'pass',
        'ami-three': 'pass',
        'ami-last': 'fail',
      },
    },
  ],
});

wireTable('ec2-eip-unassociated', {
  cases: [
    {
      name: 'with an instance, with an interface, with nothing',
      region: {
        vpcs,
        instances: { web: { id: 'i-web' } },
        networkInterfaces: { nat: { id: 'eni-nat' } },
        addresses: {
          instance: { id: 'eipalloc-instance', attachedTo: 'web' },
          interface: { id: 'eipalloc-interface', attachedTo: 'nat' },
          idle: { id: 'eipalloc-idle', ip: '203.0.113.77' },
        },
      },
      is: {
        'eipalloc-instance': 'pass',
        'eipalloc-interface': 'pass',
        'eipalloc-idle': ['fail', '203.0.113.77'],
      },
    },
  ],
});
