import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'redshift-cluster': {
    region: 'eu-central-1',
    resourceId: 'warehouse',
    resourceArn: `arn:aws:redshift:eu-central-1:${ACCOUNT}:cluster:warehouse`,
  },
};
