import { Hono } from 'hono';
import { customUiPolicy } from './content-security-policy';
import type { PageManifest } from './modules';
import { readStaticFile } from './static-files';

const BRIDGE_SCRIPT = '<script src="/sandbox/static/frame/bridge.js"></script>';

/** Serves the folders of the manifest's resources as Forge serves Custom UI: with the bridge put in, and a strict policy. */
export function customUiPages(pages: PageManifest): Hono {
  const app = new Hono();
  app.get('/:resource/*', async (context) => {
    const resource = context.req.param('resource');
    const folder = pages.resources.get(resource);
    if (folder === undefined) return context.text(`manifest.yml has no resource “${resource}”`, 404);
    const url = new URL(context.req.url);
    const path = decodeURIComponent(url.pathname.slice(`/app/${resource}/`.length)) || 'index.html';
    const file = await readStaticFile(folder, path);
    if (file === null) {
      return context.text(`${path} is not in the resource “${resource}”. Is it built? npm run build`, 404);
    }
    const headers = {
      'content-type': file.contentType,
      'content-security-policy': customUiPolicy(url.origin, pages.inlineStylesAllowed),
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    };
    if (!file.contentType.startsWith('text/html')) return context.body(file.content, 200, headers);
    return context.body(withBridge(new TextDecoder().decode(file.content)), 200, headers);
  });
  return app;
}

/** The bridge has to be there before the page's own scripts start. */
function withBridge(html: string): string {
  const head = /<head[^>]*>/i.exec(html);
  if (head === null) return BRIDGE_SCRIPT + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + BRIDGE_SCRIPT + html.slice(end);
}
