import { matchesWildcard } from '../../domain/wildcard';

/** Whether an action pattern of a policy (`s3:Get*`) matches an action (`s3:GetObject`). IAM ignores case here. */
export function actionMatches(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}

/**
 * Whether everything that `inner` matches is matched by `outer` too; both may hold `*` and `?`. True is certain; false
 * can be wrong for contrived patterns, which errs on the side of "not covered". No regular expression: whoever writes a
 * policy could keep one busy for hours.
 */
export function covers(outer: string, inner: string): boolean {
  // A `?` must not swallow a `*` of the text, which stands for more than one character.
  return matchesWildcard(outer, inner, (character) => character !== '*');
}
