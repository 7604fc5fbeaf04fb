import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandboxApp } from '../../../sandbox/http/app';
import { LogTail } from '../../../sandbox/http/log-tail';
import type { ResolverCall } from '../../../sandbox/http/parts';
import { createJiraSandbox, DEMO_ACCOUNTS, demoSeed } from '../../../sandbox/jira';

/** A page of an app in the real shell in a real browser: what @forge/bridge would call, called by hand. */

const ROOT = resolve(__dirname, '../../..');
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const SHELL = join(ROOT, 'sandbox/shell/dist');
const missing = !existsSync(CHROMIUM)
  ? 'Chromium is not installed'
  : !existsSync(SHELL)
    ? 'the shell is not built: npm run build'
    : null;

let appDir: string;
let url: string;
let close: () => Promise<void>;
let browser: Browser;
let page: Page;
let calls: ResolverCall[];

beforeAll(async () => {
  if (missing !== null) return;
  appDir = mkdtempSync(join(tmpdir(), 'sandbox-bridge-'));
  cpSync(join(ROOT, 'manifest.yml'), join(appDir, 'manifest.yml'));
  mkdirSync(join(appDir, 'static/ui/dist'), { recursive: true });
  mkdirSync(join(appDir, 'sandbox/shell'), { recursive: true });
  symlinkSync(SHELL, join(appDir, 'sandbox/shell/dist'));
  writeFileSync(
    join(appDir, 'static/ui/dist/index.html'),
    `<!doctype html><html><head><script>window.inline = true</script><script src="./page.js"></script></head>
     <body><div id="content" style="height: 700px">A page</div></body></html>`,
  );
  writeFileSync(
    join(appDir, 'static/ui/dist/page.js'),
    'window.bridgeWasThere = "__bridge" in window; try { new Function(""); window.evals = true } catch { window.evals = false }',
  );

  let app: ReturnType<typeof sandboxApp> | null = null;
  const server = createAdaptorServer({ fetch: (request, env) => app?.fetch(request, env) ?? new Response() });
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  url = `http://127.0.0.1:${address.port}`;
  close = () => new Promise((closed) => server.close(() => closed()));

  const seed = demoSeed(Date.now());
  const jira = await createJiraSandbox({
    app: {
      appId: 'app',
      environmentId: 'env',
      customFields: [],
      globalPermissions: [],
      entityProperties: [],
    },
    baseUrl: url,
    now: Date.now,
    seed,
    onEvent: () => undefined,
  });
  app = sandboxApp({
    appDir,
    forge: {
      async invokeResolver(call) {
        calls.push(call);
        if (call.functionKey === 'fail') throw new Error('out of luck');
        return { heard: call.payload };
      },
    },
    jira: {
      app: jira.app,
      siteTitle: seed.siteTitle,
      accounts: [{ accountId: DEMO_ACCOUNTS.admin, displayName: 'Maya Okafor', role: 'Jira admin' }],
      defaultAccountId: seed.defaultAccountId,
    },
    schedule: {
      status: () => ({ now: Date.now(), nextRunAt: null, running: false, runsFinished: 0, lastError: null }),
      runNow: () => undefined,
      advance: () => undefined,
    },
    siteContext: { cloudId: 'cloud' },
    counters: () => ({}),
    log: new LogTail(() => undefined),
  });
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});

afterAll(async () => {
  if (missing !== null) return;
  await browser.close();
  await close();
  rmSync(appDir, { recursive: true });
});

beforeEach(async (context) => {
  if (missing !== null) context.skip(missing);
  calls = [];
  page = await browser.newPage({ colorScheme: 'light' });
});

afterEach(async () => {
  if (missing === null) await page.close();
});

const PROJECT_PAGE = '/jira/projects/PAY/apps/findings-project-page';

/** Opens an address of the shell, and waits until the page of the app in it has its bridge connected. */
async function open(path: string): Promise<Frame> {
  await page.goto(url + path);
  const handle = await page.waitForSelector('iframe');
  const frame = await handle.contentFrame();
  if (frame === null) throw new Error('the iframe has no frame');
  await frame.waitForLoadState();
  await call(frame, 'getContext');
  return frame;
}

/** What a page sees of a bridge call: its answer, or the message of its error. */
function call(frame: Frame, name: string, payload?: unknown): Promise<unknown> {
  return frame.evaluate(
    ([bridgeCall, argument]) =>
      Reflect.get(window, '__bridge')
        .callBridge(bridgeCall, argument)
        .catch((error: Error) => `Error: ${error.message}`),
    [name, payload] as const,
  );
}

describe('a page of the app', () => {
  it('lives on another origin than the shell, and cannot reach into it', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(new URL(frame.url()).origin).not.toBe(url);
    const seen = await frame.evaluate(() => {
      try {
        return window.parent.document.title;
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown';
      }
    });
    expect(seen).toBe('SecurityError');
  });

  it('has its bridge before its own scripts run', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(await frame.evaluate(() => Reflect.get(window, 'bridgeWasThere'))).toBe(true);
  });

  it('keeps its bridge when the shell is too busy to answer its first calls for one', async () => {
    await page.addInitScript(() => {
      if (window !== window.top) return;
      const busy = () => {
        const end = Date.now() + 500;
        while (Date.now() < end);
      };
      window.addEventListener('message', busy, { once: true });
    });
    const frame = await open(PROJECT_PAGE);
    expect(await call(frame, 'getContext')).toMatchObject({ moduleKey: 'findings-project-page' });
  });

  it('runs no inline script and no eval, and reaches neither Jira nor the sandbox by itself', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(await frame.evaluate(() => Reflect.get(window, 'inline'))).toBeUndefined();
    expect(await frame.evaluate(() => Reflect.get(window, 'evals'))).toBe(false);
    const outcomes = await frame.evaluate(async () => {
      const blocked: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
      for (const path of ['/rest/api/3/myself', '/sandbox/api/session']) {
        await fetch(path).catch(() => undefined);
      }
      const script = document.createElement('script');
      script.textContent = 'window.inline = true';
      document.head.append(script);
      await new Promise((later) => setTimeout(later, 100));
      return { blocked, inline: Reflect.get(window, 'inline') };
    });
    expect(outcomes).toEqual({
      blocked: ['connect-src', 'connect-src', 'script-src-elem'],
      inline: undefined,
    });
  });

  it('is as high as its content where the module leaves that open', async () => {
    await open(PROJECT_PAGE);
    await page.waitForFunction(() => document.querySelector('iframe')?.clientHeight === 700);
    expect(await page.locator('iframe').evaluate((frame) => frame.clientHeight)).toBe(700);
  });
});

describe('bridge calls', () => {
  it('getContext: who and where, from the server', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(await call(frame, 'getContext')).toMatchObject({
      moduleKey: 'findings-project-page',
      accountId: DEMO_ACCOUNTS.admin,
      extension: { type: 'jira:projectPage', project: { key: 'PAY' } },
    });
  });

  it('invoke: reaches the resolver, with the context of the place and not of the payload', async () => {
    const frame = await open('/browse/PAY-2');
    const payload = { issueKey: 'SEC-1', accountId: DEMO_ACCOUNTS.developer };
    const answer = await call(frame, 'invoke', {
      functionKey: 'getPanel',
      payload,
      issueKey: 'SEC-1',
      moduleKey: 'findings-admin-page',
    });
    expect(answer).toEqual({ heard: payload });
    expect(calls).toMatchObject([
      {
        moduleKey: 'finding-panel',
        functionKey: 'getPanel',
        accountId: DEMO_ACCOUNTS.admin,
        extension: { issue: { key: 'PAY-2' } },
      },
    ]);
  });

  it('invoke: a function that throws is an error on the page', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(await call(frame, 'invoke', { functionKey: 'fail' })).toBe(
      'Error: There was an error invoking the function - out of luck',
    );
  });

  it('fetchProduct: Jira answers as the person in front of the page', async () => {
    const frame = await open(PROJECT_PAGE);
    const answer = await call(frame, 'fetchProduct', {
      product: 'jira',
      restPath: '/rest/api/3/myself',
      fetchRequestInit: { method: 'GET', body: null, headers: [['accept', 'application/json']] },
    });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining(DEMO_ACCOUNTS.admin) });
  });

  it('fetchProduct: nothing but the REST API', async () => {
    const frame = await open(PROJECT_PAGE);
    const restPath = '/sandbox/api/session';
    const answer = await call(frame, 'fetchProduct', { product: 'jira', restPath, fetchRequestInit: {} });
    expect(answer).toContain('Error: The sandbox has no jira API');
  });

  it('enableTheming: the page takes the colours of the site, and follows them', async () => {
    const frame = await open(PROJECT_PAGE);
    const colorMode = () => frame.evaluate(() => document.documentElement.dataset['colorMode']);
    expect(await colorMode()).toBeUndefined();
    await call(frame, 'enableTheming');
    expect(await colorMode()).toBe('light');
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await frame.waitForFunction(() => document.documentElement.dataset['colorMode'] === 'dark');
    expect(await page.evaluate(() => document.documentElement.dataset['colorMode'])).toBe('dark');
    const surface = await frame.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--ds-surface'),
    );
    expect(surface).not.toBe('');
  });

  it('showFlag: appears in the shell, calls the page back, and is closed by it', async () => {
    const frame = await open(PROJECT_PAGE);
    await frame.evaluate(() =>
      Reflect.get(window, '__bridge').callBridge('showFlag', {
        id: 'one',
        type: 'success',
        title: 'Saved',
        actions: [{ text: 'Undo', onClick: () => Reflect.set(window, 'undone', true) }],
      }),
    );
    await page.getByText('Saved').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await frame.waitForFunction(() => Reflect.get(window, 'undone') === true);
    await call(frame, 'closeFlag', { id: 'one' });
    await page.getByText('Saved').waitFor({ state: 'detached' });
  });

  it('navigate: an issue opens in the shell, without loading it again', async () => {
    const frame = await open(PROJECT_PAGE);
    await page.evaluate(() => Reflect.set(window, 'sameDocument', true));
    void call(frame, 'navigate', { url: '/browse/PAY-2', type: 'same-tab' }).catch(() => undefined);
    await page
      .getByRole('heading', { name: 'Refund job times out for orders with more than 200 lines' })
      .waitFor();
    expect(await page.evaluate(() => Reflect.get(window, 'sameDocument'))).toBe(true);
  });

  it('navigate: a new tab for another site, and no way to run a script in the shell', async () => {
    const frame = await open(PROJECT_PAGE);
    const popup = page.waitForEvent('popup');
    await call(frame, 'navigate', { url: `${url}/projects`, type: 'new-tab' });
    expect(new URL((await popup).url()).pathname).toBe('/projects');
    await (await popup).close();
    const answer = await call(frame, 'navigate', { url: 'javascript:alert(1)', type: 'same-tab' });
    expect(answer).toContain('Error: The sandbox has no such place');
  });

  it('getUrl: targets of Forge as addresses of the shell', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(await call(frame, 'getUrl', { target: 'issue', issueKey: 'PAY-1' })).toBe(`${url}/browse/PAY-1`);
    expect(await call(frame, 'getUrl', { target: 'module', moduleKey: 'findings-admin-page' })).toBe(
      `${url}/jira/settings/apps/findings-admin-page`,
    );
  });

  it('on and emit: events reach listeners until they unsubscribe', async () => {
    const frame = await open(PROJECT_PAGE);
    const heard = await frame.evaluate(async () => {
      const { callBridge } = Reflect.get(window, '__bridge');
      const events: unknown[] = [];
      const callback = (payload: unknown) => events.push(payload);
      const subscription = await callBridge('on', { event: 'saved', callback });
      await callBridge('emit', { event: 'saved', payload: 1 });
      await callBridge('emit', { event: 'other', payload: 2 });
      subscription.unsubscribe();
      await callBridge('emit', { event: 'saved', payload: 3 });
      await callBridge('getFrameId');
      return events;
    });
    expect(heard).toEqual([1]);
  });

  it('createHistory: the page’s own routes are part of the address', async () => {
    const frame = await open(PROJECT_PAGE);
    await frame.evaluate(async () => {
      const history = await Reflect.get(window, '__bridge').callBridge('createHistory');
      const seen: string[] = [];
      Reflect.set(window, 'seen', seen);
      history.listen((location: { pathname: string }, action: string) =>
        seen.push(`${action} ${location.pathname}`),
      );
      await history.push('/details/7?tab=cli');
    });
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
      `${PROJECT_PAGE}/details/7?tab=cli`,
    );
    await page.goBack();
    await frame.waitForFunction(() => Reflect.get(window, 'seen').length === 2);
    expect(await frame.evaluate(() => Reflect.get(window, 'seen'))).toEqual(['PUSH /details/7', 'POP /']);
  });

  it('anything that the sandbox does not play is an error that says so', async () => {
    const frame = await open(PROJECT_PAGE);
    expect(await call(frame, 'openRovo', {})).toContain('does not answer the bridge call “openRovo”');
  });
});
