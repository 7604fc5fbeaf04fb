import { Hono } from 'hono';
import { shellPolicy } from './content-security-policy';
import { readStaticFile } from './static-files';

const NOT_BUILT = 'The sandbox shell is not built. Run: npm run build';
const STATIC = '/sandbox/static/';

/** The shell: its files under /sandbox/static, and its one page for every other address. */
export function shellPages(shellDir: string): Hono {
  const app = new Hono();
  // The bridge is one plain script inside the app's pages; in a function of its own it adds no globals to them.
  app.get(`${STATIC}frame/bridge.js`, async (context) => {
    const file = await readStaticFile(shellDir, 'frame/bridge.js');
    if (file === null) return context.text(NOT_BUILT, 503);
    return context.body(`(() => {${new TextDecoder().decode(file.content)}})();`, 200, {
      'content-type': file.contentType,
      'cache-control': 'no-cache',
    });
  });
  app.get(`${STATIC}*`, async (context) => {
    const path = decodeURIComponent(context.req.path.slice(STATIC.length));
    const file = await readStaticFile(shellDir, path);
    if (file === null) return context.text('Not found', 404);
    return context.body(file.content, 200, {
      'content-type': file.contentType,
      'cache-control': path.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache',
    });
  });
  app.get('*', async (context) => {
    const file = await readStaticFile(shellDir, 'index.html');
    if (file === null) return context.text(NOT_BUILT, 503);
    return context.body(file.content, 200, {
      'content-type': file.contentType,
      'content-security-policy': shellPolicy(),
      'cache-control': 'no-cache',
    });
  });
  return app;
}
