import { ACCOUNT_ID, wireTable } from './wire';

const UNUSED = { type: 'ACCOUNT_UNUSED_ACCESS' as const };

wireTable('accessanalyzer-enabled', {
  cases: [
    { name: 'of the account', is: { [ACCOUNT_ID]: ['pass', 'external-access'] } },
    {
      name: 'of the organisation, on the second page',
      region: { analyzers: { a: UNUSED, b: UNUSED, c: UNUSED, org: { type: 'ORGANIZATION' } } },
      is: { [ACCOUNT_ID]: ['pass', 'org'] },
    },
    { name: 'none', region: { analyzers: {} }, is: { [ACCOUNT_ID]: ['fail', 'No analyzer looks'] } },
    {
      name: 'of unused access only',
      region: { analyzers: { unused: UNUSED } },
      is: { [ACCOUNT_ID]: ['fail', 'No analyzer looks'] },
      evidence: { [ACCOUNT_ID]: { analyzers: [{ name: 'unused', status: 'ACTIVE' }] } },
    },
    {
      name: 'not active',
      region: { analyzers: { org: { type: 'ORGANIZATION', status: 'FAILED' } } },
      is: { [ACCOUNT_ID]: ['fail', 'not active'] },
      evidence: { [ACCOUNT_ID]: { analyzers: [{ statusReason: 'AWS_SERVICE_ACCESS_DISABLED' }] } },
    },
  ],
});
