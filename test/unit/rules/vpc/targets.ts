import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  vpc: {
    region: 'eu-central-1',
    resourceId: 'vpc-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:vpc/vpc-0abc`,
  },
};
