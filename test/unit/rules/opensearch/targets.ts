import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'opensearch-domain': {
    region: 'eu-central-1',
    resourceId: 'catalog',
    resourceArn: `arn:aws:es:eu-central-1:${ACCOUNT}:domain/catalog`,
  },
};
