import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'dynamodb-table': {
    region: 'eu-central-1',
    resourceId: 'orders',
    resourceArn: `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/orders`,
  },
};
