import type { PolicyStatement } from './document';
import { isWideRange } from './ip-ranges';

/** One line of a Condition: operator, key and its values; lines are ANDed, values are ORed. */
interface ConditionLine {
  /** In lower case, without ForAnyValue:/ForAllValues: and IfExists. */
  operator: string;
  set: 'any' | 'all' | null;
  ifExists: boolean;
  /** In lower case: IAM ignores the case of keys. */
  key: string;
  values: string[];
}

/** The condition of a statement, line by line. */
export function conditionLines(statement: PolicyStatement): ConditionLine[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([written, keys]) => {
    const [, set, operator = '', ifExists] =
      /^(?:(foranyvalue|forallvalues):)?(.*?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
    return Object.entries(keys).map(([key, value]) => ({
      operator,
      set: set === undefined ? null : set === 'foranyvalue' ? ('any' as const) : ('all' as const),
      ifExists: ifExists !== undefined,
      key: key.toLowerCase(),
      values: (Array.isArray(value) ? value : [value]).map(String),
    }));
  });
}

/**
 * Whether the line fails for a caller who sends no such key; then it demands something of everyone. `IfExists` and
 * `ForAllValues` hold for them.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function demandsItsKey({ ifExists, set, values }: ConditionLine): boolean {
  return !ifExists && set !== 'all' && values.length > 0;
}

/** Operators that hold when a text is one of the values. */
export const STRING_MATCHES = ['stringequals', 'stringequalsignorecase', 'stringlike'];

/** Keys that say who asks, or from where, and that a stranger cannot choose. */
const FIXED_VALUE_KEYS = new Set([
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:userid',
  's3:dataaccesspointaccount',
  'kms:calleraccount',
]);
const ARN_KEYS = new Set(['aws:sourcearn', 'aws:principalarn', 's3:dataaccesspointarn']);

/** Whether a stranger can meet more than one text by it: a star, a question mark, a variable. */
export const hasWildcard = (value: string) => /[*?]|\$\{/.test(value);

/**
 * An ARN whose account is fixed belongs to somebody known, whatever follows it. One without an account (a bucket's) has
 * to be fixed to the last letter.
 */
function isFixedArn(value: string): boolean {
  if (!hasWildcard(value)) return true;
  const account = value.split(':')[4] ?? '';
  return /^\d{12}$/.test(account);
}

/** An organization path o-1234567890/r-ab/* is fixed once its organization is. */
const isFixedPath = (value: string) => !hasWildcard(value.split('/')[0] ?? '');

/** An `aws:userid` of a role is AROAEXAMPLE:session-name; AWS counts the role's id as fixed, a bare `*` not. */
const isFixedUserId = (value: string) => !hasWildcard(value.split(':')[0] ?? '');

function isBoundedValue(key: string, value: string): boolean {
  if (key === 'aws:sourceip') return !isWideRange(value);
  if (ARN_KEYS.has(key)) return isFixedArn(value);
  if (key === 'aws:principalorgpaths' || key === 'aws:sourceorgpaths') return isFixedPath(value);
  if (key === 'aws:userid') return isFixedUserId(value);
  return FIXED_VALUE_KEYS.has(key) && !hasWildcard(value);
}

const POSITIVE = new Set([...STRING_MATCHES, 'arnequals', 'arnlike', 'ipaddress']);
const NEGATIVE = new Set([
  'stringnotequals',
  'stringnotequalsignorecase',
  'stringnotlike',
  'arnnotequals',
  'arnnotlike',
  'notipaddress',
]);

function namesBoundedSet(line: ConditionLine): boolean {
  return line.values.length > 0 && line.values.every((value) => isBoundedValue(line.key, value));
}

/**
 * Whether the condition of an Allow lets in only callers from a set that the owner chose: an organization, an account, a
 * VPC, a range of addresses. `IfExists` and `ForAllValues` do not, because they hold when the caller sends no such key.
 */
export function narrowsToKnownCallers(statement: PolicyStatement): boolean {
  return conditionLines(statement).some(
    (line) => POSITIVE.has(line.operator) && demandsItsKey(line) && namesBoundedSet(line),
  );
}

/** `Bool aws:PrincipalIsAWSService false`: the Deny spares AWS services, which are not the public. */
function sparesOnlyAwsServices(line: ConditionLine): boolean {
  return (
    line.operator === 'bool' &&
    (line.key === 'aws:principalisawsservice' || line.key === 'aws:viaawsservice') &&
    line.values.every((value) => value.toLowerCase() === 'false')
  );
}

/**
 * Whether a Deny stops everyone but callers from a set that the owner chose: it has no condition, or its conditions only
 * spare such a set (`StringNotEquals aws:PrincipalOrgID o-...`). `ForAnyValue` does not: it spares a caller who sends no
 * such key.
 */
export function stopsAllButKnownCallers(statement: PolicyStatement): boolean {
  return conditionLines(statement).every(
    (line) =>
      sparesOnlyAwsServices(line) ||
      (NEGATIVE.has(line.operator) && line.set !== 'any' && namesBoundedSet(line)),
  );
}
