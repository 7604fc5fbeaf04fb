import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'ebs-snapshot': {
    region: 'eu-central-1',
    resourceId: 'snap-0abc',
    resourceArn: 'arn:aws:ec2:eu-central-1::snapshot/snap-0abc',
  },
  'ebs-region': {
    region: 'eu-central-1',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
    named: 'eu-central-1',
  },
  'ebs-volume': {
    region: 'eu-central-1',
    resourceId: 'vol-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:volume/vol-0abc`,
  },
  'ebs-public-snapshot': {
    region: 'eu-central-1',
    resourceId: 'snap-0abc',
    resourceArn: 'arn:aws:ec2:eu-central-1::snapshot/snap-0abc',
  },
};
