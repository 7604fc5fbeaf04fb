import { withPolicies } from './policies';
import { wireTable } from './wire';

wireTable('efs-encrypted', {
  cases: [
    {
      name: 'encrypted and not',
      region: { fileSystems: { uploads: { id: 'fs-1' }, old: { id: 'fs-2', encrypted: false } } },
      is: { 'fs-1': 'pass', 'fs-2': ['fail', 'not encrypted'] },
    },
  ],
});

const policies = withPolicies('elasticfilesystem:ClientMount');
const throughMountTarget = (value: string, operator = 'Bool') => ({
  Effect: 'Allow' as const,
  Principal: { AWS: '*' },
  Action: 'elasticfilesystem:ClientMount',
  Resource: '*',
  Condition: { [operator]: { 'elasticfilesystem:AccessedViaMountTarget': value } },
});

wireTable('efs-policy-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: {
        fileSystems: Object.fromEntries(
          Object.entries({
            ...policies.resources,
            'mount-target': { policy: throughMountTarget('true') },
            'no-mount-target': { policy: throughMountTarget('false') },
            'mount-target-if-it-says-so': { policy: throughMountTarget('true', 'BoolIfExists') },
            none: { policy: null },
          }).map(([id, fileSystem]) => [id, { ...fileSystem, id }]),
        ),
      },
      is: {
        ...policies.is,
        'mount-target': 'pass',
        'no-mount-target': 'fail',
        'mount-target-if-it-says-so': 'fail',
        none: ['fail', 'no policy'],
      },
    },
    {
      name: 'no policy is accepted',
      params: { require_policy: false },
      region: { fileSystems: { uploads: { id: 'fs-1', policy: null } } },
      is: { 'fs-1': 'pass' },
    },
  ],
});
