import { resourceId } from '../../../sandbox/aws/world';
import { ACCOUNT_ID, REGION, type WireCase, wireTable } from './wire';

const vpcs = { main: {} };
/** Every VPC has one; here it has no rules. */
const DEFAULT = resourceId('sg', ACCOUNT_ID, REGION, 'main/default');

/** A group with these inbound rules beside the default one. */
const open = (...ingress: string[]) => ({ vpcs, securityGroups: { web: { id: 'sg-web', ingress } } });

/** Every way to write a source that is, or is not, the internet. */
function tableOfPort(ruleId: string, port: number): void {
  const cases: [name: string, ingress: string[], expected: 'pass' | ['fail', string]][] = [
    ['from the office', [`tcp ${port} from 203.0.113.0/24`], 'pass'],
    ['from everywhere', [`tcp ${port} from 0.0.0.0/0`], ['fail', `${port}`]],
    ['IPv6 only', [`tcp ${port} from ::/0`], ['fail', 'open to ::/0']],
    ['a prefix list, whose addresses are not read', [`tcp ${port} from pl-0abc`], 'pass'],
    ['other groups and itself', [`tcp ${port} from sg:web, self`], 'pass'],
    ['within a range of ports', [`tcp ${port - 1}-${port + 1} from 0.0.0.0/0`], ['fail', `${port}`]],
    ['beside a range of ports', [`tcp ${port + 10_000}-${port + 10_001} from 0.0.0.0/0`], 'pass'],
    ['every protocol', ['all from 0.0.0.0/0'], ['fail', `${port}`]],
    ['every protocol from inside', ['all from 10.0.0.0/8'], 'pass'],
    ['two halves in one rule', [`tcp ${port} from 0.0.0.0/1, 128.0.0.0/1`], ['fail', '0.0.0.0/0']],
    [
      'two halves in two rules of different ports',
      [`tcp ${port} from 0.0.0.0/1`, `tcp ${port}-${port + 1} from 128.0.0.0/1`],
      ['fail', '0.0.0.0/0'],
    ],
    [
      'one among many rules',
      [
        ...Array.from({ length: 60 }, (_, index) => `tcp ${20_000 + index} from 10.0.${index}.0/24`),
        `tcp ${port} from 10.0.0.0/8, 0.0.0.0/0`,
      ],
      ['fail', '0.0.0.0/0'],
    ],
    ['ICMP has no ports', ['icmp from 0.0.0.0/0'], 'pass'],
  ];
  wireTable(ruleId, {
    cases: cases.map(([name, ingress, expected]) => ({
      name,
      region: open(...ingress),
      is: { [DEFAULT]: 'pass', 'sg-web': expected },
    })),
  });
}

const PORT_RULES: [ruleId: string, port: number][] = [
  ['ec2-sg-open-ssh', 22],
  ['ec2-sg-open-rdp', 3389],
  ['ec2-sg-open-docker', 2375],
  ['ec2-sg-open-cifs', 445],
  ['ec2-sg-open-telnet', 23],
  ['ec2-sg-open-ftp', 21],
  ['ec2-sg-open-mysql', 3306],
  ['ec2-sg-open-postgresql', 5432],
  ['ec2-sg-open-sqlserver', 1433],
  ['ec2-sg-open-oracle', 1521],
  ['ec2-sg-open-mongodb', 27017],
  ['ec2-sg-open-redis', 6379],
  ['ec2-sg-open-memcached', 11211],
  ['ec2-sg-open-elasticsearch', 9200],
  ['ec2-sg-open-cassandra', 9042],
  ['ec2-sg-open-kafka', 9092],
];
for (const [ruleId, port] of PORT_RULES) tableOfPort(ruleId, port);

/** What is the service's own: its other ports, and whether UDP counts. */
const OWN: [ruleId: string, opened: string[], notOpened: string[]][] = [
  ['ec2-sg-open-docker', ['tcp 2376'], ['udp 2375', 'tcp 2377']],
  ['ec2-sg-open-cifs', ['tcp 139'], ['udp 445', 'tcp 140-444']],
  ['ec2-sg-open-ftp', ['tcp 20', 'tcp 1-20'], ['udp 21', 'tcp 22']],
  ['ec2-sg-open-mysql', ['tcp 4333'], ['udp 3306', 'tcp 3307-4332']],
  ['ec2-sg-open-sqlserver', ['tcp 1434', 'udp 1434'], ['udp 1433']],
  ['ec2-sg-open-oracle', ['tcp 2483'], ['udp 1521']],
  ['ec2-sg-open-mongodb', ['tcp 27018'], ['udp 27017', 'tcp 27019']],
  ['ec2-sg-open-memcached', ['udp 11211'], ['tcp 11212', 'udp 11212']],
  ['ec2-sg-open-elasticsearch', ['tcp 9300', 'tcp 5601'], ['tcp 9201-9299', 'udp 9200']],
  ['ec2-sg-open-cassandra', ['tcp 7199', 'tcp 9160', 'tcp 8888'], ['udp 9042', 'tcp 8889-9041']],
  ['ec2-sg-open-rdp', ['udp 3389'], ['udp 3388']],
];
for (const [ruleId, opened, notOpened] of OWN) {
  wireTable(ruleId, {
    cases: [
      ...opened.map(
        (ports): WireCase => ({
          name: `${ports} is the service`,
          region: open(`${ports} from ::/0`),
          is: { [DEFAULT]: 'pass', 'sg-web': 'fail' },
        }),
      ),
      ...notOpened.map(
        (ports): WireCase => ({
          name: `${ports} is not the service`,
          region: open(`${ports} from 0.0.0.0/0, ::/0`),
          is: { [DEFAULT]: 'pass', 'sg-web': 'pass' },
        }),
      ),
    ],
  });
}

wireTable('ec2-sg-open-all-ports', {
  cases: [
    {
      name: 'all, and nearly all',
      region: {
        vpcs,
        securityGroups: {
          everything: { id: 'sg-everything', ingress: ['all from 0.0.0.0/0'] },
          tcp: { id: 'sg-tcp', ingress: ['tcp all from ::/0'] },
          udp: { id: 'sg-udp', ingress: ['udp 1-65535 from 0.0.0.0/1, 128.0.0.0/1'] },
          most: { id: 'sg-most', ingress: ['tcp 1024-65535 from 0.0.0.0/0'] },
          inside: { id: 'sg-inside', ingress: ['all from 10.0.0.0/8', 'all from self'] },
          list: { id: 'sg-list', ingress: ['all from pl-0abc'] },
        },
      },
      is: {
        [DEFAULT]: 'pass',
        'sg-everything': ['fail', 'all protocols'],
        'sg-tcp': ['fail', '::/0'],
        'sg-udp': ['fail', 'udp 1-65535'],
        'sg-most': 'pass',
        'sg-inside': 'pass',
        'sg-list': 'pass',
      },
    },
  ],
});

wireTable('ec2-sg-default-open', {
  cases: [
    {
      name: 'as AWS makes it, and emptied',
      region: {
        vpcs: { main: { defaultGroup: 'open' }, tidy: {} },
        securityGroups: { web: { id: 'sg-web', vpc: 'main', ingress: ['all from 0.0.0.0/0'] } },
      },
      is: {
        [DEFAULT]: ['fail', 'inbound (all protocols), outbound (all protocols)'],
        [resourceId('sg', ACCOUNT_ID, REGION, 'tidy/default')]: ['pass', 'no rules'],
        'sg-web': ['pass', "Not a VPC's default"],
      },
    },
  ],
});

wireTable('ec2-sg-unused', {
  cases: [
    {
      name: 'by what uses it',
      region: {
        vpcs,
        securityGroups: {
          web: { id: 'sg-web', ingress: ['tcp 443 from sg:proxy'] },
          proxy: { id: 'sg-proxy' },
          job: { id: 'sg-job' },
          lonely: { id: 'sg-lonely', ingress: ['tcp 443 from self'] },
        },
        instances: { web: { groups: ['web'] } },
        functions: { job: { groups: ['job'] } },
      },
      is: {
        [DEFAULT]: ['pass', 'default group'],
        'sg-web': ['pass', 'In use by'],
        'sg-proxy': ['pass', 'sg-web'],
        'sg-job': ['pass', 'In use by'],
        'sg-lonely': ['fail', 'lonely'],
      },
    },
  ],
});
