import { ACCOUNT, type Targets } from '../target';

export const targets: Targets = {
  'iam-root-user': {
    region: 'global',
    resourceId: '<root_account>',
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
    named: ACCOUNT,
  },
  'iam-password-policy': {
    region: 'global',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
  },
  'iam-user': { region: 'global', resourceId: 'alice', resourceArn: `arn:aws:iam::${ACCOUNT}:user/alice` },
  'iam-access-key': {
    region: 'global',
    resourceId: 'alice/access_key_2',
    resourceArn: `arn:aws:iam::${ACCOUNT}:user/alice/access_key_2`,
    named: 'alice',
  },
  'iam-managed-policy': {
    region: 'global',
    resourceId: 'everything',
    resourceArn: `arn:aws:iam::${ACCOUNT}:policy/everything`,
  },
  'iam-user-permissions': {
    region: 'global',
    resourceId: 'alice',
    resourceArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  },
  'iam-role': {
    region: 'global',
    resourceId: 'deploy',
    resourceArn: `arn:aws:iam::${ACCOUNT}:role/ci/deploy`,
  },
  'iam-support-access': {
    region: 'global',
    resourceId: ACCOUNT,
    resourceArn: `arn:aws:iam::${ACCOUNT}:root`,
  },
  'iam-server-certificate': {
    region: 'global',
    resourceId: 'shop-2024',
    resourceArn: `arn:aws:iam::${ACCOUNT}:server-certificate/shop-2024`,
  },
  'iam-inline-policy': {
    region: 'global',
    resourceId: 'role/deploy/everything',
    resourceArn: `arn:aws:iam::${ACCOUNT}:role/ci/deploy/inline/everything`,
    named: 'everything',
  },
  'iam-customer-policy': {
    region: 'global',
    resourceId: 'deployer',
    resourceArn: `arn:aws:iam::${ACCOUNT}:policy/deployer`,
  },
};
