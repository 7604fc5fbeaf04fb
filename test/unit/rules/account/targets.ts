import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'account-contacts': { region: 'global', resourceId: ACCOUNT, resourceArn: `arn:aws:iam::${ACCOUNT}:root` },
};
