import { ACCOUNT_ID, wireTable } from './wire';

wireTable('securityhub-enabled', {
  cases: [
    {
      name: 'is on, with standards on several pages',
      region: { securityHub: { standards: ['a', 'b', 'c', 'd'] } },
      is: { [ACCOUNT_ID]: ['pass', '4 standards'] },
    },
    {
      name: 'is off',
      region: { securityHub: { subscribed: false } },
      is: { [ACCOUNT_ID]: ['fail', 'is off'] },
    },
    {
      name: 'judges by nothing',
      region: { securityHub: { standards: [] } },
      is: { [ACCOUNT_ID]: ['fail', 'no standard'] },
    },
  ],
});
