import { afterEach, describe, expect, it } from 'vitest';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import type { ScanOutcome } from '../../../src/domain/scan-outcome';
import { findRule } from '../../../src/rules';
import { scanScope } from '../../../src/scan/scan-scope';
import { type Answer, type RawServer, rawServer, sessionAt } from './http-server';

let server: RawServer;
afterEach(() => server.close());

/** The answers of AWS, by what the request names: an Action, the end of an X-Amz-Target, or a path. */
type Answers = Record<string, string>;

interface Case {
  rule: string;
  /** The field that is not there, as the reason names it. */
  lacks: RegExp;
  answers: Answers;
  scope?: string;
}

const VPC_GROUP =
  '<VpcSecurityGroups><member><VpcSecurityGroupId>sg-1</VpcSecurityGroupId></member></VpcSecurityGroups>';
const PRIVATE_TABLE =
  '<R><routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId><routeSet/><associationSet><item><main>true</main></item></associationSet></item></routeTableSet></R>';

const dbInstance = (fields: string) =>
  `<R><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>orders</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:111122223333:db:orders</DBInstanceArn><DBInstanceStatus>available</DBInstanceStatus>${fields}</DBInstance></DBInstances></DescribeDBInstancesResult></R>`;
const redshift = (fields: string) =>
  `<R><DescribeClustersResult><Clusters><Cluster><ClusterIdentifier>dwh</ClusterIdentifier>${fields}</Cluster></Clusters></DescribeClustersResult></R>`;
const securityGroup = (fields: string) =>
  `<R><securityGroupInfo><item><groupId>sg-1</groupId>${fields}</item></securityGroupInfo></R>`;
const inSubnets = (subnets: string) =>
  dbInstance(`<DBSubnetGroup><VpcId>vpc-1</VpcId><Subnets>${subnets}</Subnets></DBSubnetGroup>`);
const domain = (fields: Record<string, unknown>): Answers => ({
  '/2021-01-01/domain': JSON.stringify({ DomainNames: [{ DomainName: 'logs' }] }),
  '/2021-01-01/opensearch/domain-info': JSON.stringify({
    DomainStatusList: [
      { DomainName: 'logs', ARN: 'arn:aws:es:eu-west-1:111122223333:domain/logs', ...fields },
    ],
  }),
});
const snapshots = (attributes: string): Answers => ({
  DescribeDBClusterSnapshots:
    '<R><DescribeDBClusterSnapshotsResult><DBClusterSnapshots/></DescribeDBClusterSnapshotsResult></R>',
  DescribeDBSnapshots:
    '<R><DescribeDBSnapshotsResult><DBSnapshots><DBSnapshot><DBSnapshotIdentifier>old</DBSnapshotIdentifier><DBSnapshotArn>arn:aws:rds:eu-west-1:111122223333:snapshot:old</DBSnapshotArn><Encrypted>false</Encrypted></DBSnapshot></DBSnapshots></DescribeDBSnapshotsResult></R>',
  DescribeDBSnapshotAttributes: `<R><DescribeDBSnapshotAttributesResult><DBSnapshotAttributesResult><DBSnapshotAttributes>${attributes}</DBSnapshotAttributes></DBSnapshotAttributesResult></DescribeDBSnapshotAttributesResult></R>`,
});

const CASES: Case[] = [
  {
    rule: 'rds-instance-public-subnet',
    lacks: /the VPC of orders/,
    answers: { DescribeDBInstances: dbInstance(VPC_GROUP), DescribeRouteTables: PRIVATE_TABLE },
  },
  {
    rule: 'rds-instance-in-vpc',
    lacks: /the VPC of orders/,
    answers: { DescribeDBInstances: dbInstance(VPC_GROUP) },
  },
  {
    rule: 'rds-instance-public-subnet',
    lacks: /a subnet of orders/,
    answers: {
      DescribeDBInstances: inSubnets('<Subnet><SubnetStatus>Active</SubnetStatus></Subnet>'),
      DescribeRouteTables: PRIVATE_TABLE,
    },
  },
  {
    rule: 'rds-instance-public-subnet',
    lacks: /no subnet of orders/,
    answers: { DescribeDBInstances: inSubnets(''), DescribeRouteTables: PRIVATE_TABLE },
  },
  {
    rule: 'rds-instance-public-subnet',
    lacks: /no route table for subnet-1/,
    answers: {
      DescribeDBInstances: inSubnets('<Subnet><SubnetIdentifier>subnet-1</SubnetIdentifier></Subnet>'),
      // The second table may be the one that the subnet is associated with.
      DescribeRouteTables: PRIVATE_TABLE.replace(
        '</routeTableSet>',
        '<item><routeTableId>rtb-2</routeTableId><vpcId>vpc-1</vpcId><routeSet/></item></routeTableSet>',
      ),
    },
  },
  {
    rule: 'rds-instance-idle',
    lacks: /DBInstanceStatus of orders/,
    answers: {
      DescribeDBInstances: dbInstance('').replace('<DBInstanceStatus>available</DBInstanceStatus>', ''),
    },
  },
  { rule: 'rds-snapshot-public', lacks: /the attribute restore/, answers: snapshots('') },
  {
    rule: 'rds-snapshot-public',
    lacks: /the attribute restore/,
    answers: snapshots('<DBSnapshotAttribute><AttributeName>restore</AttributeName></DBSnapshotAttribute>'),
  },
  {
    rule: 'redshift-sg-open',
    lacks: /VpcSecurityGroups of dwh/,
    answers: {
      DescribeClusters: redshift('<Endpoint><Port>5439</Port></Endpoint>'),
      DescribeSecurityGroups: securityGroup('<groupName>any</groupName><ipPermissions/>'),
    },
  },
  {
    rule: 'redshift-sg-open',
    lacks: /a security group of dwh/,
    answers: {
      DescribeClusters: redshift(
        '<Endpoint><Port>5439</Port></Endpoint><VpcSecurityGroups><VpcSecurityGroup><Status>active</Status></VpcSecurityGroup></VpcSecurityGroups>',
      ),
      DescribeSecurityGroups: securityGroup('<groupName>any</groupName><ipPermissions/>'),
    },
  },
  {
    rule: 'redshift-sg-open',
    lacks: /ClusterStatus of dwh/,
    answers: { DescribeClusters: redshift('') },
  },
  {
    rule: 'ec2-sg-open-ssh',
    lacks: /IpPermissions of sg-1/,
    answers: { DescribeSecurityGroups: securityGroup('<groupName>any</groupName><ipPermissionsEgress/>') },
  },
  {
    rule: 'ec2-sg-default-open',
    lacks: /GroupName of sg-1/,
    answers: { DescribeSecurityGroups: securityGroup('<ipPermissions/><ipPermissionsEgress/>') },
  },
  {
    rule: 'ec2-instance-imdsv2',
    lacks: /Instances of r-1/,
    answers: {
      DescribeInstances:
        '<R><reservationSet><item><reservationId>r-1</reservationId></item></reservationSet></R>',
    },
  },
  {
    rule: 'iam-policy-full-admin',
    lacks: /AttachedManagedPolicies of arn:aws:iam::111122223333:role\/admin/,
    scope: 'global',
    answers: {
      GetAccountAuthorizationDetails:
        '<R><GetAccountAuthorizationDetailsResult><UserDetailList/><GroupDetailList/><RoleDetailList><member><RoleName>admin</RoleName><Arn>arn:aws:iam::111122223333:role/admin</Arn></member></RoleDetailList><Policies/><IsTruncated>false</IsTruncated></GetAccountAuthorizationDetailsResult></R>',
    },
  },
  { rule: 'opensearch-public', lacks: /AccessPolicies of logs/, answers: domain({}) },
  { rule: 'opensearch-fgac', lacks: /AdvancedSecurityOptions of logs/, answers: domain({}) },
  {
    rule: 'opensearch-public',
    lacks: /nothing for DomainName/,
    answers: { '/2021-01-01/domain': JSON.stringify({ DomainNames: [{ EngineType: 'OpenSearch' }] }) },
  },
  {
    rule: 'securityhub-enabled',
    lacks: /StandardsStatus/,
    answers: {
      '/accounts': JSON.stringify({ HubArn: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default' }),
      '/standards/get': JSON.stringify({
        StandardsSubscriptions: [{ StandardsArn: 'arn:aws:securityhub:::any' }],
      }),
    },
  },
  {
    rule: 'config-recorder-enabled',
    lacks: /the types that are left out/,
    answers: {
      DescribeConfigurationRecorders: JSON.stringify({
        ConfigurationRecorders: [
          {
            name: 'default',
            recordingGroup: { recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' } },
          },
        ],
      }),
      DescribeConfigurationRecorderStatus: JSON.stringify({
        ConfigurationRecordersStatus: [{ name: 'default', recording: true }],
      }),
      DescribeDeliveryChannels: JSON.stringify({ DeliveryChannels: [{ name: 'default' }] }),
    },
  },
];

describe('an answer that lacks a field which a rule reads is no pass', () => {
  it.each(CASES)('$rule: $lacks', async ({ rule: ruleId, lacks, answers, scope = 'eu-west-1' }) => {
    const { evaluations } = await scan(ruleId, answers, scope);
    expect(evaluations.map(({ status }) => status)).toEqual(['unknown']);
    expect(evaluations[0]?.message).toMatch(lacks);
  });
});

async function scan(ruleId: string, answers: Answers, scope: string): Promise<ScanOutcome> {
  const rule = findRule(ruleId);
  if (rule === null) throw new Error(`There is no rule ${ruleId}`);
  server = await rawServer((request, body): Answer => {
    const target = request.headers['x-amz-target'];
    const operation =
      typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(body).get('Action');
    const said = answers[operation ?? (request.url ?? '').split('?')[0] ?? ''];
    if (said === undefined) return { status: 400, body: `No answer to ${operation ?? request.url}` };
    return { body: said, type: said.startsWith('{') ? 'application/json' : 'text/xml' };
  });
  return scanScope({
    account: { id: '111122223333', name: 'raw', tier: 'production' },
    scope,
    rules: [{ rule, severity: rule.severity, params: {} }],
    readers: createResourceReaders(sessionAt(server.url, scope)),
    now: Date.parse('2026-11-24T00:00:00Z'),
    remainingMs: () => 60_000,
  });
}
