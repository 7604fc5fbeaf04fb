import { ACCOUNT_ID, wireTable } from './wire';

wireTable('ssm-document-public', {
  cases: [
    {
      name: 'who it is shared with',
      region: {
        documents: {
          own: {},
          partner: { sharedWith: ['222233334444'] },
          open: { public: true },
          'open-on-the-second-page': {
            public: true,
            sharedWith: ['222233334444', '333344445555', '555566667777', '666677778888'],
          },
        },
      },
      is: {
        own: 'pass',
        partner: 'pass',
        open: ['fail', 'every AWS account'],
        'open-on-the-second-page': 'fail',
      },
      evidence: { open: { sharedWith: ['all'] } },
    },
  ],
});

wireTable('ssm-block-public-sharing', {
  cases: [
    { name: 'is blocked', is: { [ACCOUNT_ID]: ['pass', 'eu-central-1'] } },
    {
      name: 'is allowed, as AWS begins',
      region: { ssm: { publicSharing: 'allowed' } },
      is: { [ACCOUNT_ID]: ['fail', 'can be made public'] },
      evidence: { [ACCOUNT_ID]: { publicSharingPermission: 'Enable' } },
    },
  ],
});

wireTable('ssm-patch-compliance', {
  cases: [
    {
      name: 'by what is missing',
      region: {
        managedNodes: {
          'i-0aa': {},
          'i-0bb': { missing: { critical: 1 } },
          'mi-0cc': { missing: { high: 2, low: 3 } },
          'i-0dd': {},
        },
      },
      is: {
        'i-0aa': 'pass',
        'i-0bb': ['fail', '1 patch is'],
        'mi-0cc': ['fail', '5 patches are'],
        'i-0dd': 'pass',
      },
      evidence: { 'mi-0cc': { bySeverity: { high: 2, low: 3 } } },
    },
  ],
});
