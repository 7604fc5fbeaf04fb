const ESCAPE = /[.+^${}()|[\]\\]/g;

function globToRegExp(pattern: string, flags: string): RegExp {
  // A `?` must not swallow a `*` of the text, see covers().
  const source = pattern.replace(ESCAPE, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '[^*]');
  return new RegExp(`^${source}$`, flags);
}

/** Whether an action pattern of a policy (`s3:Get*`) matches an action (`s3:GetObject`). IAM ignores case here. */
export function actionMatches(pattern: string, action: string): boolean {
  return globToRegExp(pattern, 'is').test(action);
}

/**
 * Whether everything that `inner` matches is matched by `outer` too; both may hold `*` and `?`. True is certain; false
 * can be wrong for contrived patterns, which errs on the side of "not covered".
 */
export function covers(outer: string, inner: string): boolean {
  return globToRegExp(outer, 's').test(inner);
}
