import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'ecr-repository': {
    region: 'eu-central-1',
    resourceId: 'shop/api',
    resourceArn: `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/shop/api`,
  },
};
