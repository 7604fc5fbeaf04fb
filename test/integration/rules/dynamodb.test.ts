import { withPolicies } from './policies';
import { ACCOUNT_ID, STRANGER, wireTable } from './wire';

wireTable('dynamodb-pitr', {
  cases: [
    {
      name: 'on and off',
      region: { tables: { orders: {}, carts: {}, customers: {}, sessions: { pointInTimeRecovery: false } } },
      is: { orders: ['pass', '35 days'], carts: 'pass', customers: 'pass', sessions: ['fail', 'sessions'] },
    },
  ],
});

const policies = withPolicies('dynamodb:GetItem');
const names = (...principals: string[]) => ({
  policy: {
    Effect: 'Allow' as const,
    Principal: { AWS: principals },
    Action: 'dynamodb:GetItem',
    Resource: '*',
  },
});

wireTable('dynamodb-table-policy-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: { tables: { ...policies.resources, 'no-policy': {} } },
      is: { ...policies.is, 'no-policy': ['pass', 'no policy'] },
    },
    {
      name: 'accounts that are named',
      params: { trusted_accounts: ['222233334444'] },
      region: {
        tables: {
          own: names(`arn:aws:iam::${ACCOUNT_ID}:role/reader`),
          trusted: names('222233334444'),
          stranger: names(ACCOUNT_ID, `arn:aws:iam::${STRANGER}:root`),
        },
      },
      is: { own: 'pass', trusted: 'pass', stranger: ['fail', `admits ${STRANGER}`] },
      evidence: { stranger: { accounts: [STRANGER] } },
    },
  ],
});
