import { withPolicies } from './policies';
import { ACCOUNT_ID, wireTable } from './wire';

const policies = withPolicies('lambda:InvokeFunction');
const forUrl = {
  Effect: 'Allow' as const,
  Principal: '*',
  Action: 'lambda:InvokeFunctionUrl',
  Resource: '*',
  Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
};

wireTable('lambda-function-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: {
        functions: {
          ...policies.resources,
          'no-policy': {},
          'by-its-url': { policy: forUrl, url: 'NONE' },
          bucket: {
            policy: {
              Effect: 'Allow',
              Principal: { Service: 's3.amazonaws.com' },
              Action: 'lambda:InvokeFunction',
              Resource: '*',
              Condition: { StringEquals: { 'AWS:SourceAccount': ACCOUNT_ID } },
            },
          },
        },
      },
      is: { ...policies.is, 'no-policy': ['pass', 'no policy'], 'by-its-url': 'pass', bucket: 'pass' },
    },
  ],
});

wireTable('lambda-function-url-public', {
  cases: [
    {
      name: 'by who may call the URL',
      region: { functions: { open: { url: 'NONE', policy: forUrl }, signed: { url: 'AWS_IAM' }, none: {} } },
      is: { open: ['fail', 'Anybody may call'], signed: 'pass', none: ['pass', 'no URL'] },
      evidence: { open: { urls: [{ authType: 'NONE' }] } },
    },
  ],
});

wireTable('lambda-function-runtime', {
  cases: [
    {
      name: 'by the day of its deprecation',
      region: {
        functions: {
          current: {},
          old: { runtime: 'python3.8' },
          'deprecated-this-month': { runtime: 'dotnet8' },
          container: { runtime: 'image' },
        },
      },
      is: {
        current: ['pass', 'nodejs22.x is supported'],
        old: ['fail', 'python3.8 is deprecated since 2024-10-14'],
        'deprecated-this-month': ['fail', '2026-11-10'],
        container: ['pass', 'container image'],
      },
    },
    {
      name: 'runtimes that we gave up ourselves',
      params: { deprecated_runtimes: ['nodejs22.x'] },
      region: { functions: { current: {} } },
      is: { current: ['fail', 'you gave up'] },
    },
  ],
});

wireTable('lambda-function-env-secrets', {
  cases: [
    {
      name: 'what the variables hold',
      region: {
        functions: {
          none: {},
          names: { environment: { SECRET_NAME: 'app/db', STAGE: 'prod', TABLE: 'orders' } },
          password: { environment: { DB_PASSWORD: 'Tr0ub4dor3' } },
        },
      },
      is: {
        none: 'pass',
        names: 'pass',
        password: ['fail', 'The variable DB_PASSWORD holds what looks like a password or key'],
      },
      evidence: { password: { found: [{ place: 'DB_PASSWORD', pattern: 'named-secret' }] } },
    },
  ],
});
