import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'ssm-document': {
    region: 'eu-central-1',
    resourceId: 'restart-workers',
    resourceArn: `arn:aws:ssm:eu-central-1:${ACCOUNT}:document/restart-workers`,
  },
  'ssm-region': {
    region: 'eu-central-1',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
    named: 'eu-central-1',
  },
  'ssm-managed-node': {
    region: 'eu-central-1',
    resourceId: 'i-0abc',
    resourceArn: `arn:aws:ssm:eu-central-1:${ACCOUNT}:managed-instance/i-0abc`,
  },
};
