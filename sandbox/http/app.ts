import { join } from 'node:path';
import { Hono } from 'hono';
import { type ControlParts, controlApi } from './control-api';
import { customUiPages } from './custom-ui-pages';
import { readPageManifest } from './modules';
import { shellPages } from './shell-pages';

export interface SandboxAppOptions extends Omit<ControlParts, 'pages'> {
  /** The folder with manifest.yml. */
  appDir: string;
}

const SHELL_BUILD = join('sandbox', 'shell', 'dist');

/**
 * Everything that the browser asks of the sandbox on one port: Jira's REST API, the sandbox's own API, the app's pages,
 * and the Jira-like shell for whatever else.
 */
export function sandboxApp({ appDir, ...parts }: SandboxAppOptions): Hono {
  const pages = readPageManifest(appDir);
  const shellDir = join(appDir, SHELL_BUILD);
  const app = new Hono();
  app.route('/sandbox/api', controlApi({ ...parts, pages }));
  app.all('/rest/*', (context) => parts.jira.app.fetch(context.req.raw, context.env));
  app.route('/app', customUiPages(pages));
  app.route('/', shellPages(shellDir));
  return app;
}
