import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'lambda-function': {
    region: 'eu-central-1',
    resourceId: 'resize',
    resourceArn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:resize`,
  },
};
