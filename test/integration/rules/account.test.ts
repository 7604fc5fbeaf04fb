import { ACCOUNT_ID, wireTable } from './wire';

wireTable('account-security-contact', {
  cases: [
    { name: 'is on file', account: { contacts: ['SECURITY'] }, is: { [ACCOUNT_ID]: 'pass' } },
    {
      name: 'is not, though others are',
      account: { contacts: ['BILLING', 'OPERATIONS'] },
      is: { [ACCOUNT_ID]: ['fail', 'no security contact'] },
    },
  ],
});
