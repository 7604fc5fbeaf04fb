import { conditionLines, demandsItsKey } from '../policy/conditions';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import { asList, publicGrants } from '../policy/public-access';

const CALL_URL = 'lambda:InvokeFunctionUrl';
const INVOKE = 'lambda:InvokeFunction';

/**
 * Whether a statement opens nothing but a URL without authentication. Such a URL needs two: one to call it, and since
 * October 2025 one to invoke the function through it. Whoever may call a URL with IAM authentication, or invoke the
 * function by its API, is another matter.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function opensOnlyUrlWithoutAuthentication(statement: PolicyStatement): boolean {
  if (speaksOnlyOf(statement, CALL_URL)) {
    return demands(statement, 'stringequals', 'lambda:functionurlauthtype', ['NONE']);
  }
  return (
    speaksOnlyOf(statement, INVOKE) &&
    demands(statement, 'bool', 'lambda:invokedviafunctionurl', ['true', 'True'])
  );
}

/** Whether a policy lets an anonymous caller call a URL that does not authenticate by itself: without a policy, nobody may. */
export function admitsCallersOfOpenUrl(policy: PolicyDocument | null): boolean {
  if (policy === null) return false;
  return publicGrants(policy, [CALL_URL]).some(
    ({ statement }) => !demands(statement, 'stringequals', 'lambda:functionurlauthtype', ['AWS_IAM']),
  );
}

function speaksOnlyOf({ Action }: PolicyStatement, action: string): boolean {
  const actions = asList(Action);
  return actions.length > 0 && actions.every((one) => one.toLowerCase() === action.toLowerCase());
}

function demands(statement: PolicyStatement, operator: string, key: string, values: string[]): boolean {
  return conditionLines(statement).some(
    (line) =>
      line.operator === operator &&
      line.key === key &&
      demandsItsKey(line) &&
      line.values.every((value) => values.includes(value)),
  );
}
