import { withPolicies } from './policies';
import { ACCOUNT_ID, STRANGER, wireTable } from './wire';

const policies = withPolicies('lambda:InvokeFunction');
const anybodyMay = (Action: string | string[], Condition?: Record<string, Record<string, unknown>>) => ({
  Effect: 'Allow' as const,
  Principal: '*',
  Action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const CALL_URL = 'lambda:InvokeFunctionUrl';
const INVOKE = 'lambda:InvokeFunction';
const authType = (is: string) => ({ StringEquals: { 'lambda:FunctionUrlAuthType': is } });
const forUrl = anybodyMay(CALL_URL, authType('NONE'));
const throughUrl = anybodyMay(INVOKE, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } });
const ofOneAccount = { ...forUrl, Principal: { AWS: `arn:aws:iam::${STRANGER}:root` } };

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
    {
      name: 'statements of a URL: what opens a URL without authentication is excused, nothing more',
      region: {
        functions: {
          both: { policy: [forUrl, throughUrl], url: 'NONE' },
          'any-principal-of-aws': { policy: anybodyMay(CALL_URL, authType('AWS_IAM')), url: 'AWS_IAM' },
          'any-url': { policy: anybodyMay(CALL_URL), url: 'AWS_IAM' },
          'either-type': {
            policy: anybodyMay(CALL_URL, {
              StringEquals: { 'lambda:FunctionUrlAuthType': ['NONE', 'AWS_IAM'] },
            }),
            url: 'AWS_IAM',
          },
          'by-api-too': {
            policy: anybodyMay(INVOKE, { StringEqualsIfExists: { 'lambda:FunctionUrlAuthType': 'NONE' } }),
          },
          'by-api-if-not-by-url': {
            policy: anybodyMay(INVOKE, { BoolIfExists: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
          },
          'by-api': { policy: anybodyMay(INVOKE, { Bool: { 'lambda:InvokedViaFunctionUrl': 'false' } }) },
          'all-actions': { policy: anybodyMay('lambda:*', authType('NONE')), url: 'NONE' },
        },
      },
      is: {
        both: 'pass',
        'any-principal-of-aws': 'fail',
        'any-url': 'fail',
        'either-type': 'fail',
        'by-api-too': 'fail',
        'by-api-if-not-by-url': 'fail',
        'by-api': 'fail',
        'all-actions': 'fail',
      },
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
    {
      name: 'by whom the policy of a URL without authentication admits',
      region: {
        functions: {
          'no-policy': { url: 'NONE' },
          'one-account': { url: 'NONE', policy: ofOneAccount },
          'iam-only': { url: 'NONE', policy: anybodyMay(CALL_URL, authType('AWS_IAM')) },
          unconditional: { url: 'NONE', policy: anybodyMay('lambda:*') },
          'if-it-says-so': {
            url: 'NONE',
            policy: anybodyMay(CALL_URL, {
              StringEqualsIfExists: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' },
            }),
          },
          'open-alias': { aliases: { live: { url: 'NONE', policy: forUrl } } },
          'closed-alias': { policy: forUrl, aliases: { live: { url: 'NONE', policy: ofOneAccount } } },
        },
      },
      is: {
        'no-policy': ['pass', 'admits no anonymous caller'],
        'one-account': ['pass', 'admits no anonymous caller'],
        'iam-only': 'pass',
        unconditional: 'fail',
        'if-it-says-so': 'fail',
        'open-alias': 'fail',
        'closed-alias': 'pass',
      },
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
          'os-only': { runtime: 'provided.al2' },
          'os-only-current': { runtime: 'provided.al2023' },
          container: { runtime: 'image' },
        },
      },
      is: {
        current: ['pass', 'nodejs22.x is supported'],
        old: ['fail', 'python3.8 is deprecated since 2024-10-14'],
        'deprecated-this-month': ['fail', '2026-11-10'],
        'os-only': ['fail', '2026-07-31'],
        'os-only-current': 'pass',
        container: ['pass', 'container image'],
      },
    },
    {
      name: 'runtimes that we gave up ourselves',
      params: { deprecated_runtimes: ['nodejs22.x'] },
      region: { functions: { current: {} } },
      is: { current: ['fail', 'you gave up'] },
    },
    {
      name: 'runtimes that may stay',
      params: { excused_runtimes: ['python3.9', 'nodejs22.x'], deprecated_runtimes: ['nodejs22.x'] },
      region: { functions: { kept: { runtime: 'python3.9' }, old: { runtime: 'python3.8' }, current: {} } },
      is: { kept: ['pass', 'python3.9 is excused'], old: 'fail', current: 'pass' },
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
    {
      name: 'variables that Lambda may not decrypt for the role',
      region: {
        functions: {
          locked: { environment: { DB_PASSWORD: 'Tr0ub4dor3' }, readable: false },
          open: { environment: { STAGE: 'prod' } },
        },
      },
      is: { locked: ['unknown', 'did not decrypt'], open: 'pass' },
      unread: ['lambda:ListFunctions'],
    },
  ],
});
