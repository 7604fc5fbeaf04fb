import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'cloudtrail-trail': {
    region: 'eu-central-1',
    resourceId: 'audit',
    resourceArn: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/audit`,
  },
  'cloudtrail-trail-bucket': {
    region: 'global',
    resourceId: 'audit',
    resourceArn: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/audit`,
  },
  'cloudtrail-account': {
    region: 'global',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
  },
};
