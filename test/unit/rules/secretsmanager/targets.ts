import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'secretsmanager-secret': {
    region: 'eu-central-1',
    resourceId: 'orders/db',
    resourceArn: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:orders/db-a1b2c3`,
  },
};
