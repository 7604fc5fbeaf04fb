import type { ExceptionPattern } from '../../../../../src/domain/exception';

/** `ARN arn:aws:s3:::paas-*, tag paas:managed=true; in 2 accounts`. */
export function patternInWords({ arn, name, tag, accountIds }: ExceptionPattern): string {
  const what = [
    arn === null ? null : `ARN ${arn}`,
    name === null ? null : `name ${name}`,
    tag === null ? null : `tag ${tag}`,
  ].filter((part) => part !== null);
  const where =
    accountIds.length === 0
      ? 'in every account'
      : `in ${accountIds.length === 1 ? 'account' : 'accounts'} ${accountIds.join(', ')}`;
  return `${what.join(', ')}; ${where}`;
}
