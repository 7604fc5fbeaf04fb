import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'cloudtrail-account': {
    region: 'global',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
  },
};
