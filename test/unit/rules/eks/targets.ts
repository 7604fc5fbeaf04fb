import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'eks-cluster': {
    region: 'eu-central-1',
    resourceId: 'shop',
    resourceArn: `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/shop`,
  },
};
