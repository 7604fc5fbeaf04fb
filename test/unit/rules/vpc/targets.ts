import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'vpc-nat-gateway': {
    region: 'eu-central-1',
    resourceId: 'nat-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:natgateway/nat-0abc`,
  },
  vpc: {
    region: 'eu-central-1',
    resourceId: 'vpc-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:vpc/vpc-0abc`,
  },
};
