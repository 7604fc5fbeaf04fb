import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'vpc-subnet': {
    region: 'eu-central-1',
    resourceId: 'subnet-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:subnet/subnet-0abc`,
  },
  'vpc-transit-gateway': {
    region: 'eu-central-1',
    resourceId: 'tgw-0abc',
    resourceArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:transit-gateway/tgw-0abc`,
  },
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
