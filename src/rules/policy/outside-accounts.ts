import type { PolicyDocument, PolicyStatement } from './document';
import { asList } from './public-access';

/** An account, other than those that are known, which a statement lets in. */
export interface OutsideAccess {
  account: string;
  statement: PolicyStatement;
}

/**
 * The accounts that the Allow statements of a policy name as principals, other than the resource's own and those that the
 * organisation trusts. Everyone (`*`) is none of them: that is another question (publicStatements).
 */
export function outsideAccounts(
  document: PolicyDocument,
  known: { own: string; trusted: string[] },
): OutsideAccess[] {
  const expected = new Set([known.own, ...known.trusted]);
  return document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) =>
    accountsOf(statement)
      .filter((account) => !expected.has(account))
      .map((account) => ({ account, statement })),
  );
}

/** The account ids among the AWS principals of a statement, each once: 12 digits, or those of an ARN. */
function accountsOf({ Principal }: PolicyStatement): string[] {
  if (Principal === undefined || typeof Principal === 'string') return [];
  const accounts = asList(Principal['AWS']).flatMap((principal) => {
    const account = principal.startsWith('arn:') ? principal.split(':')[4] : principal;
    return account !== undefined && /^\d{12}$/.test(account) ? [account] : [];
  });
  return [...new Set(accounts)];
}
