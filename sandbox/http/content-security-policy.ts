/**
 * The Content-Security-Policy of a Custom UI page: its own files, data images, nothing else. No inline script and no
 * eval; inline styles only where the manifest asks for them.
 * Source: https://developer.atlassian.com/platform/forge/custom-ui/iframe and permissions.content in the manifest.
 * @param origin of the page itself; the bridge script and the page's files live under fixed paths of it
 */
export function customUiPolicy(origin: string, inlineStylesAllowed: boolean): string {
  const files = `${origin}/app/`;
  const bridge = `${origin}/sandbox/static/`;
  return policy({
    'default-src': ["'none'"],
    'script-src': [files, bridge],
    'style-src': [files, ...(inlineStylesAllowed ? ["'unsafe-inline'"] : [])],
    'img-src': [files, 'data:', 'blob:'],
    'font-src': [files, 'data:'],
    'media-src': [files, 'data:', 'blob:'],
    'connect-src': [files],
    'frame-src': [files],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'self'", 'http://127.0.0.1:*', 'http://localhost:*'],
  });
}

/** The policy of the Jira-like shell around the pages. */
export function shellPolicy(): string {
  return policy({
    'default-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', 'https:'],
    'font-src': ["'self'", 'data:'],
    'frame-src': ["'self'", 'http://127.0.0.1:*', 'http://localhost:*'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'self'"],
  });
}

function policy(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
