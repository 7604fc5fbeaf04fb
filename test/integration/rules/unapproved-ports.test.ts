import { resourceId } from '../../../sandbox/aws/world';
import { ACCOUNT_ID, REGION, wireTable } from './wire';

const vpcs = { main: {} };
/** Of the VPC; every VPC has one. */
const DEFAULT_GROUP = resourceId('sg', ACCOUNT_ID, REGION, 'main/default');
const group = (id: string, ...ingress: string[]) => ({ [id]: { id, ingress } });

wireTable('ec2-sg-open-unapproved-port', {
  cases: [
    {
      name: 'what faces the internet beside 80 and 443',
      region: {
        vpcs,
        securityGroups: {
          ...group(
            'sg-web',
            'tcp 80 from 0.0.0.0/0',
            'tcp 443 from 0.0.0.0/0, ::/0',
            'udp 443 from 0.0.0.0/0',
          ),
          ...group('sg-around', 'tcp 79-81 from 0.0.0.0/0'),
          ...group('sg-joined', 'tcp 8080 from 0.0.0.0/0', 'tcp 8081-8090 from ::/0'),
          ...group('sg-dns', 'udp 53 from 0.0.0.0/0'),
          ...group('sg-halves', 'tcp 25 from 0.0.0.0/1', 'tcp 20-30 from 128.0.0.0/1'),
          ...group('sg-all', 'all from 0.0.0.0/0'),
          ...group('sg-many', ...[21, 23, 25, 110, 143, 993].map((port) => `tcp ${port} from 0.0.0.0/0`)),
          ...group('sg-ping', 'icmp from 0.0.0.0/0'),
          ...group('sg-inside', 'tcp 8080 from 10.0.0.0/8'),
        },
      },
      is: {
        'sg-web': 'pass',
        'sg-around': ['fail', 'tcp 79, tcp 81'],
        'sg-joined': ['fail', 'tcp 8080-8090'],
        'sg-dns': ['fail', 'udp 53'],
        'sg-halves': ['fail', 'approved: tcp 25'],
        'sg-all': ['fail', 'tcp 1-79, tcp 81-442, tcp 444-65535, udp 1-79 and 2 more'],
        'sg-many': ['fail', 'and 2 more'],
        'sg-ping': 'pass',
        'sg-inside': 'pass',
        [DEFAULT_GROUP]: 'pass',
      },
      evidence: { 'sg-around': { open: ['tcp 79', 'tcp 81'], approved: ['80', '443'] } },
    },
    {
      name: 'a port of our own is approved',
      params: { approved_ports: ['8443'] },
      region: {
        vpcs,
        securityGroups: {
          ...group('sg-own', 'tcp 8443 from 0.0.0.0/0'),
          ...group('sg-web', 'tcp 443 from ::/0'),
        },
      },
      is: { 'sg-own': 'pass', 'sg-web': ['fail', 'tcp 443'], [DEFAULT_GROUP]: 'pass' },
    },
  ],
});
