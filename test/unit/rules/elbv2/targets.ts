import { ACCOUNT, type Targets } from '../target';

const ELB = `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}`;

export const targets: Targets = {
  'elbv2-load-balancer': {
    region: 'eu-central-1',
    resourceId: 'shop',
    resourceArn: `${ELB}:loadbalancer/app/shop/50dc6c495c0c9188`,
  },
  'elbv2-listener': {
    region: 'eu-central-1',
    resourceId: 'shop:443',
    resourceArn: `${ELB}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`,
  },
};
