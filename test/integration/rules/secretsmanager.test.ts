import { withPolicies } from './policies';
import { wireTable } from './wire';

const policies = withPolicies('secretsmanager:GetSecretValue');
wireTable('secretsmanager-policy-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: { secrets: { ...policies.resources, 'no-policy': {} } },
      is: { ...policies.is, 'no-policy': ['pass', 'no policy'] },
    },
  ],
});

wireTable('secretsmanager-rotation', {
  cases: [
    {
      name: 'by when it was rotated',
      region: {
        secrets: {
          fresh: { rotated: '20d' },
          'just-in-time': { rotated: '90d' },
          late: { rotated: '91d' },
          off: { rotated: 'off' },
          'set-up-today': { rotated: 'never', age: '1d' },
          'never-worked': { rotated: 'never', age: '200d' },
          'rds!db-1': { rotated: 'off', owner: 'rds' },
        },
      },
      is: {
        fresh: 'pass',
        'just-in-time': 'pass',
        late: ['fail', 'last rotated on 2026-08-24'],
        off: ['fail', 'does not rotate'],
        'set-up-today': 'pass',
        'never-worked': ['fail', 'not been rotated since it was made on 2026-05-07'],
        'rds!db-1': ['pass', 'rds looks after'],
      },
      evidence: { off: { rotationEnabled: false, lastRotated: null } },
    },
    {
      name: 'within fewer days',
      params: { max_age_days: 7 },
      region: { secrets: { fresh: { rotated: '20d' } } },
      is: { fresh: 'fail' },
    },
  ],
});

wireTable('secretsmanager-unused', {
  cases: [
    {
      name: 'by when it was read',
      region: {
        secrets: {
          used: { used: '1d' },
          forgotten: { used: '120d' },
          'never-read': { used: null, age: '120d' },
          new: { used: null, age: '5d' },
          'rds!db-1': { used: null, owner: 'rds' },
        },
      },
      is: {
        used: 'pass',
        forgotten: ['fail', 'since 2026-07-26'],
        'never-read': ['fail', 'since it was made'],
        new: 'pass',
        'rds!db-1': 'pass',
      },
    },
  ],
});
