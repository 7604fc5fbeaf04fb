import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'efs-file-system': {
    region: 'eu-central-1',
    resourceId: 'fs-0abc',
    resourceArn: `arn:aws:elasticfilesystem:eu-central-1:${ACCOUNT}:file-system/fs-0abc`,
  },
};
