import { conditionLines, demandsItsKey, hasWildcard, STRING_MATCHES } from '../policy/conditions';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import { actionsOf } from '../policy/public-access';
import { ASSUME_ACTIONS } from './trust';

/** The part of a trust policy that hands out sessions; sts:TagSession and sts:SetSourceIdentity alone do not. */
export function assumableBy(trust: PolicyDocument): PolicyDocument {
  return {
    ...trust,
    Statement: trust.Statement.filter((statement) => actionsOf(statement, ASSUME_ACTIONS).length > 0),
  };
}

const isFixed = (value: string) => value !== '' && !hasWildcard(value);

/**
 * Whether the statement asks of an outside account what another customer of the same vendor cannot send: an external id,
 * MFA, or membership of one organization. `IfExists` and `ForAllValues` ask nothing of a caller who sends no such key.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function provesWhoAsks(statement: PolicyStatement): boolean {
  return conditionLines(statement).some((line) => {
    if (!demandsItsKey(line)) return false;
    const { operator, key, values } = line;
    if (key === 'sts:externalid' || key === 'aws:principalorgid')
      return STRING_MATCHES.includes(operator) && values.every(isFixed);
    if (key === 'aws:multifactorauthpresent')
      return operator === 'bool' && values.every((value) => value.toLowerCase() === 'true');
    // The key is there only for sessions that were opened with MFA.
    return key === 'aws:multifactorauthage' && /^numericlessthan(equals)?$/.test(operator);
  });
}
