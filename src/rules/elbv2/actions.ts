import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';

export type { Action };

/** Whether the listener itself answers, with a text that was written into it. */
export function answersItself(actions: Action[]): boolean {
  return actions.some(({ Type }) => Type === 'fixed-response');
}

/** Whether the actions end in a redirect to HTTPS; a redirect that keeps the protocol (`#{protocol}`) stays on HTTP. */
export function redirectsToHttps(actions: Action[]): boolean {
  return actions.some(
    ({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol === 'HTTPS',
  );
}
