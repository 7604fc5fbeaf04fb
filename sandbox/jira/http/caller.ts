import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Caller, Site } from '../context';
import { JiraError } from '../errors';

const UNAUTHENTICATED = 'Client must be authenticated to access this resource.';

/**
 * Who sends the request.
 *  - `authorization: Forge-App <token>`: the app's user; with `x-sandbox-account: <accountId>` as well, the app on
 *    behalf of that person (asUser)
 *  - `x-sandbox-account: <accountId>` or the cookie `sandbox-account`: that person
 *  - nothing: the site's admin, so that curl works as it is
 * @throws JiraError 401 for a wrong token, an unknown or an inactive account
 */
export function callerOf(context: Context, site: Site, appToken: string): Caller {
  const authorization = context.req.header('authorization');
  const named = context.req.header('x-sandbox-account') ?? getCookie(context, 'sandbox-account');
  const viaApp = authorization?.startsWith('Forge-App ') ?? false;
  if (viaApp && authorization !== `Forge-App ${appToken}`) throw new JiraError(401, [UNAUTHENTICATED]);
  const { appAccountId, defaultAccountId } = site.store.site;
  const accountId = named ?? (viaApp ? appAccountId : defaultAccountId);
  const account = site.store.account(accountId);
  // The app's user has no password: only the app's token makes a request the app's.
  if (!account?.active || (account.accountType === 'app' && !viaApp)) {
    throw new JiraError(401, [UNAUTHENTICATED]);
  }
  return { accountId, viaApp };
}
