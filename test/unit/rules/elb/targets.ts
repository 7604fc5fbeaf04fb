import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'elb-classic-load-balancer': {
    region: 'eu-central-1',
    resourceId: 'legacy',
    resourceArn: `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:loadbalancer/legacy`,
  },
};
