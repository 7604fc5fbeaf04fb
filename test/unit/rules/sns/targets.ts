import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'sns-topic': {
    region: 'eu-central-1',
    resourceId: 'orders',
    resourceArn: `arn:aws:sns:eu-central-1:${ACCOUNT}:orders`,
  },
};
