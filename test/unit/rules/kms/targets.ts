import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'kms-key': {
    region: 'eu-central-1',
    resourceId: '1234abcd-12ab',
    resourceArn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-12ab`,
  },
};
