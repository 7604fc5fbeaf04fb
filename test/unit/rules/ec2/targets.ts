import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'ec2-launch-template': {
    region: 'eu-central-1',
    resourceId: 'lt-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:launch-template/lt-0abc`,
  },
  'ec2-key-pair': {
    region: 'eu-central-1',
    resourceId: 'deploy',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:key-pair/key-0abc`,
  },
  'ec2-network-acl': {
    region: 'eu-central-1',
    resourceId: 'acl-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:network-acl/acl-0abc`,
  },
  'ec2-region': {
    region: 'eu-central-1',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
    named: 'eu-central-1',
  },
  'ec2-network-interface': {
    region: 'eu-central-1',
    resourceId: 'eni-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:network-interface/eni-0abc`,
  },
  'ec2-image': {
    region: 'eu-central-1',
    resourceId: 'ami-0abc',
    resourceArn: 'arn:aws:ec2:eu-central-1::image/ami-0abc',
  },
  'ec2-security-group': {
    region: 'eu-central-1',
    resourceId: 'sg-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:security-group/sg-0abc`,
  },
  'ec2-instance': {
    region: 'eu-central-1',
    resourceId: 'i-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/i-0abc`,
  },
  'ec2-elastic-ip': {
    region: 'eu-central-1',
    resourceId: 'eipalloc-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:elastic-ip/eipalloc-0abc`,
  },
};
