import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'cloudfront-distribution': {
    region: 'global',
    resourceId: 'E2QWRUHAPOMQZL',
    resourceArn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E2QWRUHAPOMQZL`,
  },
};
