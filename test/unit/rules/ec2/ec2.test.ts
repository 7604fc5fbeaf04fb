import amiPublic from '../../../../src/rules/ec2/ec2-ami-public';
import eipUnassociated from '../../../../src/rules/ec2/ec2-eip-unassociated';
import imdsv2 from '../../../../src/rules/ec2/ec2-instance-imdsv2';
import sgDefaultOpen from '../../../../src/rules/ec2/ec2-sg-default-open';
import sgUnused from '../../../../src/rules/ec2/ec2-sg-unused';
import type { Ec2Image, Ec2Instance, ElasticIp } from '../../../../src/rules/ec2/resources';
import { ACCOUNT, denied, judgeTable, notAsked } from '../judge-table';
import { group } from './group';

const base = { region: 'us-east-1' };

const image = (isPublic: boolean): Ec2Image => ({
  ...base,
  id: 'ami-0abc',
  arn: 'arn:aws:ec2:us-east-1::image/ami-0abc',
  isPublic,
  state: 'available',
  snapshotIds: ['snap-1'],
  createdAt: null,
  usedBy: notAsked('what launches it'),
  perhapsUsedBy: notAsked('perhapsUsedBy'),
});

judgeTable(amiPublic, [
  { name: 'private', resource: image(false), is: 'pass' },
  {
    name: 'public',
    resource: image(true),
    is: 'fail',
    says: 'Anybody can launch',
    evidence: { public: true },
  },
  {
    name: 'public, of more snapshots than evidence holds',
    resource: {
      ...image(true),
      snapshotIds: Array.from({ length: 12 }, (_, index) => `snap-${index}`),
    },
    is: 'fail',
    says: 'Anybody can launch',
    evidence: {
      snapshotIds: [...Array.from({ length: 10 }, (_, index) => `snap-${index}`), '… and 2 more'],
    },
  },
]);

const address = (associationId: string | null): ElasticIp => ({
  ...base,
  id: 'eipalloc-0abc',
  arn: `arn:aws:ec2:us-east-1:${ACCOUNT}:elastic-ip/eipalloc-0abc`,
  publicIp: '198.51.100.7',
  associationId,
  instanceId: null,
  networkInterfaceId: null,
});

judgeTable(eipUnassociated, [
  { name: 'associated', resource: address('eipassoc-1'), is: 'pass' },
  { name: 'associated with nothing', resource: address(null), is: 'fail', says: '198.51.100.7' },
]);

const instance = (
  metadataOptions: Ec2Instance['metadataOptions'],
  state: Ec2Instance['state'] = 'running',
): Ec2Instance => ({
  ...base,
  id: 'i-0abc',
  arn: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0abc`,
  state,
  instanceType: 'm7g.large',
  metadataOptions,
  publicIp: null,
  securityGroupIds: [],
  instanceProfileArn: null,
  stoppedAt: null,
  userData: notAsked('user data'),
});

judgeTable(imdsv2, [
  {
    name: 'tokens required',
    resource: instance({ HttpTokens: 'required', HttpEndpoint: 'enabled' }),
    is: 'pass',
  },
  {
    name: 'the service is off',
    resource: instance({ HttpTokens: 'optional', HttpEndpoint: 'disabled' }),
    is: 'pass',
  },
  {
    name: 'tokens optional',
    resource: instance({ HttpTokens: 'optional', HttpEndpoint: 'enabled' }),
    is: 'fail',
    says: 'IMDSv1',
    evidence: { httpTokens: 'optional' },
  },
  {
    name: 'a stopped instance starts again with the same options',
    resource: instance({ HttpTokens: 'optional', HttpEndpoint: 'enabled' }, 'stopped'),
    is: 'fail',
  },
  { name: 'terminated', resource: instance({ HttpTokens: 'optional' }, 'terminated'), is: 'pass' },
  { name: 'no options given', resource: instance(null), is: 'unknown', says: 'did not say' },
]);

const anyone = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

judgeTable(sgDefaultOpen, [
  { name: 'an ordinary group', resource: group({ ingress: [anyone], egress: [anyone] }), is: 'pass' },
  { name: 'emptied', resource: group({ groupName: 'default' }), is: 'pass' },
  {
    name: 'only outbound',
    resource: group({ groupName: 'default', egress: [anyone] }),
    is: 'fail',
    says: 'outbound (all protocols)',
  },
  {
    name: 'as AWS makes it',
    resource: group({
      groupName: 'default',
      ingress: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0abc' }] }],
      egress: [anyone],
    }),
    is: 'fail',
    says: 'inbound',
    evidence: { ingress: [{ with: ['sg-0abc'] }] },
  },
]);

const none = async () => [];

judgeTable(sgUnused, [
  { name: 'a default group cannot be deleted', resource: group({ groupName: 'default' }), is: 'pass' },
  {
    name: 'referred to: nothing is asked',
    resource: group({ referencedBy: ['sg-1'] }),
    is: 'pass',
    says: 'sg-1',
  },
  {
    name: 'on a network interface: Lambda is not asked',
    resource: group({ networkInterfaces: async () => ['eni-1'] }),
    is: 'pass',
  },
  {
    name: 'on a Lambda function',
    resource: group({ networkInterfaces: none, lambdaFunctions: async () => ['nightly'] }),
    is: 'pass',
    says: 'Lambda',
  },
  {
    name: 'in use by Lambda for certain, though interfaces are unreadable',
    resource: group({
      networkInterfaces: denied('DescribeNetworkInterfaces'),
      lambdaFunctions: async () => ['f'],
    }),
    is: 'pass',
  },
  {
    name: 'used by nothing',
    resource: group({ networkInterfaces: none, lambdaFunctions: none }),
    is: 'fail',
    says: 'web',
  },
  {
    name: 'Lambda is unreadable',
    resource: group({ networkInterfaces: none, lambdaFunctions: denied('ListFunctions') }),
    is: 'unread',
  },
]);
