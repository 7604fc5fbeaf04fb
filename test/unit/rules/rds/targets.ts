import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'rds-instance': {
    region: 'eu-central-1',
    resourceId: 'orders',
    resourceArn: `arn:aws:rds:eu-central-1:${ACCOUNT}:db:orders`,
  },
  'rds-snapshot': {
    region: 'eu-central-1',
    resourceId: 'before-upgrade',
    resourceArn: `arn:aws:rds:eu-central-1:${ACCOUNT}:snapshot:before-upgrade`,
  },
};
