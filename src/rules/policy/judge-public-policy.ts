import { fail, type Judgement, pass } from '../../domain/judgement';
import type { PolicyDocument, PolicyStatement } from './document';
import { nameOf, shorten } from './evidence';
import { publicStatements } from './public-access';

/**
 * Whether a resource policy lets anybody in.
 * @param policy null when the resource has none, which lets nobody else in
 * @param subject what the policy is of, as the end of a phrase: `queue`
 * @param isHarmless statements that are public by their words and not by what the service makes of them
 */
export function judgePublicPolicy(
  policy: PolicyDocument | null,
  subject: string,
  isHarmless: (statement: PolicyStatement) => boolean = () => false,
): Judgement {
  if (policy === null) return pass(`The ${subject} has no policy, so it admits its own account only`);
  const statements = publicStatements(policy).filter((statement) => !isHarmless(statement));
  const [first] = statements;
  if (first === undefined) return pass(`The policy of the ${subject} admits no anonymous caller`);
  const names = statements.map((statement) => nameOf(statement, policy.Statement));
  const which = names.length === 1 ? `Statement ${names[0]}` : `Statements ${names.join(', ')}`;
  return fail(`${which} of the ${subject} policy ${names.length === 1 ? 'admits' : 'admit'} anybody`, {
    statements: shorten(statements),
  });
}
