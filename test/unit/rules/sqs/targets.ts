import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'sqs-queue': {
    region: 'eu-central-1',
    resourceId: 'orders',
    resourceArn: `arn:aws:sqs:eu-central-1:${ACCOUNT}:orders`,
  },
};
