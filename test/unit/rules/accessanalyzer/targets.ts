import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'accessanalyzer-region': {
    region: 'eu-central-1',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
    named: 'eu-central-1',
  },
};
