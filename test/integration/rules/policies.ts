import { ACCOUNT_ID, REGION, STRANGER } from './wire';

const allow = (more: Record<string, unknown>) => ({ Effect: 'Allow' as const, Resource: '*', ...more });
const when = (operator: string, key: string, value: string | string[]) => ({
  Condition: { [operator]: { [key]: value } },
});

/** Policies that let anybody in, by a name that says how; `action` is one that the service knows. */
export const publicPolicies = (action: string) => ({
  anybody: allow({ Principal: '*', Action: action }),
  'any-account': allow({ Principal: { AWS: '*' }, Action: action }),
  'among-others': allow({ Principal: { AWS: [`arn:aws:iam::${ACCOUNT_ID}:root`, '*'] }, Action: [action] }),
  'all-but-one': allow({ NotPrincipal: { AWS: STRANGER }, Action: action }),
  'all-actions-but': allow({ Principal: '*', NotAction: 'iam:PassRole' }),
  'any-address': allow({ Principal: '*', Action: action, ...when('IpAddress', 'aws:SourceIp', '0.0.0.0/0') }),
  'a-sixteenth-of-the-internet': allow({
    Principal: '*',
    Action: action,
    ...when('IpAddress', 'aws:SourceIp', '16.0.0.0/4'),
  }),
  'if-it-says-so': allow({
    Principal: '*',
    Action: action,
    ...when('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-abc1234567'),
  }),
  'denied-elsewhere': [
    allow({ Principal: '*', Action: action }),
    { Effect: 'Deny' as const, Principal: '*', Action: 'ec2:*', Resource: '*' },
  ],
});

/** Policies that let known callers in and nobody else. */
export const closedPolicies = (action: string) => ({
  'one-account': allow({ Principal: { AWS: ACCOUNT_ID }, Action: action }),
  'a-service': allow({
    Principal: { Service: 'events.amazonaws.com' },
    Action: action,
    ...when('ArnEquals', 'aws:SourceArn', `arn:aws:events:${REGION}:${ACCOUNT_ID}:rule/nightly`),
  }),
  'our-organisation': allow({
    Principal: '*',
    Action: action,
    ...when('StringEquals', 'aws:PrincipalOrgID', 'o-abc1234567'),
  }),
  'our-account': allow({
    Principal: '*',
    Action: action,
    ...when('StringEquals', 'aws:SourceAccount', ACCOUNT_ID),
  }),
  'our-office': allow({
    Principal: '*',
    Action: action,
    ...when('IpAddress', 'aws:SourceIp', ['203.0.113.0/24']),
  }),
  'taken-back': [
    allow({ Principal: '*', Action: action }),
    { Effect: 'Deny' as const, Principal: '*', Action: '*', Resource: '*' },
  ],
  'only-denied': { Effect: 'Deny' as const, Principal: '*', Action: action, Resource: '*' },
});

/** Resources with these policies, and how each is judged. */
export function withPolicies(action: string) {
  const open = publicPolicies(action);
  const closed = closedPolicies(action);
  return {
    resources: Object.fromEntries(
      Object.entries({ ...open, ...closed }).map(([name, policy]) => [name, { policy }]),
    ),
    is: {
      ...Object.fromEntries(Object.keys(open).map((name) => [name, 'fail' as const])),
      ...Object.fromEntries(Object.keys(closed).map((name) => [name, 'pass' as const])),
    },
  };
}
