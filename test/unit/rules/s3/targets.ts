import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  's3-account': { region: 'global', resourceId: ACCOUNT, resourceArn: `arn:aws:iam::${ACCOUNT}:root` },
  's3-bucket': {
    region: 'eu-central-1',
    resourceId: 'acme-invoices',
    resourceArn: 'arn:aws:s3:::acme-invoices',
  },
};
