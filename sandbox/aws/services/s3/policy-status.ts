import type { PolicyStatement } from '../../estate/s3';

/** Condition keys that take a statement out of the public when they are held to fixed values. */
const LIMITING_KEYS = new Set([
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:principalorgid',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

/** Operators that hold a key to the values given; their ...IfExists forms let requests without the key through. */
const HOLDING_OPERATORS = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
]);

const BROADEST_IPV4_PREFIX = 8;
const BROADEST_IPV6_PREFIX = 32;

/**
 * Whether S3 calls a bucket policy public: some Allow statement reaches beyond fixed principals and is not held to fixed
 * values by a condition. Deny statements do not matter.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning of public"
 */
export function isPublicPolicy(policy: { Statement: PolicyStatement[] }): boolean {
  return policy.Statement.some(
    (statement) =>
      statement.Effect === 'Allow' && !hasFixedPrincipals(statement) && !isHeldByCondition(statement),
  );
}

function hasFixedPrincipals(statement: PolicyStatement): boolean {
  const principal: unknown = statement['Principal'];
  if (principal === undefined) return false;
  const named = typeof principal === 'string' ? [principal] : stringsIn(principal);
  return named.length > 0 && named.every(isFixed);
}

function isHeldByCondition(statement: PolicyStatement): boolean {
  return entriesOf(statement['Condition']).some(([operator, keys]) =>
    entriesOf(keys).some(([key, values]) =>
      holds(operator.toLowerCase(), key.toLowerCase(), stringsIn(values)),
    ),
  );
}

function holds(operator: string, key: string, values: string[]): boolean {
  if (values.length === 0) return false;
  if (operator === 'ipaddress' && key === 'aws:sourceip') return values.every(isNarrowNetwork);
  if (!HOLDING_OPERATORS.has(operator) || !LIMITING_KEYS.has(key)) return false;
  // The name of an access point may be a wildcard, its account may not.
  if (key === 's3:dataaccesspointarn') return values.every((value) => isFixed(value.split(':')[4] ?? '*'));
  return values.every(isFixed);
}

/** AWS: fixed means without a wildcard and without a policy variable. */
function isFixed(value: string): boolean {
  return value !== '' && !/[*?]|\$\{/.test(value);
}

function isNarrowNetwork(cidr: string): boolean {
  const [address = '', prefix] = cidr.split('/');
  if (prefix === undefined) return true;
  return Number(prefix) >= (address.includes(':') ? BROADEST_IPV6_PREFIX : BROADEST_IPV4_PREFIX);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function stringsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(stringsIn);
  return value === undefined || value === null ? [] : [String(value)];
}
