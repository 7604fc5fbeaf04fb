import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  's3-access-point': {
    region: 'eu-central-1',
    resourceId: 'reports',
    resourceArn: `arn:aws:s3:eu-central-1:${ACCOUNT}:accesspoint/reports`,
  },
  's3-multi-region-access-point': {
    region: 'global',
    resourceId: 'catalog',
    resourceArn: `arn:aws:s3::${ACCOUNT}:accesspoint/abc123.mrap`,
  },
  's3-account': { region: 'global', resourceId: ACCOUNT, resourceArn: `arn:aws:iam::${ACCOUNT}:root` },
  's3-bucket': {
    region: 'eu-central-1',
    resourceId: 'acme-invoices',
    resourceArn: 'arn:aws:s3:::acme-invoices',
  },
};
