import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandboxApp } from '../../../sandbox/http/app';
import { LogTail } from '../../../sandbox/http/log-tail';
import type { ResolverCall } from '../../../sandbox/http/parts';
import { createJiraSandbox, DEMO_ACCOUNTS, demoSeed } from '../../../sandbox/jira';

const NOW = Date.UTC(2026, 10, 23, 12);
const ORIGIN = 'http://127.0.0.1:3100';

/** An app folder with this manifest and pages of a line each, so that nothing has to be built. */
let appDir: string;

beforeAll(() => {
  appDir = mkdtempSync(join(tmpdir(), 'sandbox-http-'));
  cpSync(resolve(__dirname, '../../../manifest.yml'), join(appDir, 'manifest.yml'));
  const files = {
    'secret.txt': 'not to be served',
    'static/ui/dist/index.html': '<!doctype html><html><head><script src="./page.js"></script></head></html>',
    'static/ui/dist/page.js': 'page()',
    'sandbox/shell/dist/index.html': 'the shell',
    'sandbox/shell/dist/frame/bridge.js': 'const inside = 1;',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(appDir, path)), { recursive: true });
    writeFileSync(join(appDir, path), text);
  }
});

afterAll(() => rmSync(appDir, { recursive: true }));

let calls: ResolverCall[];
let app: ReturnType<typeof sandboxApp>;
let advanced: number;
let failWith: Error | null;

beforeEach(async () => {
  calls = [];
  advanced = 0;
  failWith = null;
  const seed = demoSeed(NOW);
  const jira = await createJiraSandbox({
    app: {
      appId: 'app',
      environmentId: 'env',
      customFields: [],
      globalPermissions: [],
      entityProperties: [],
    },
    baseUrl: ORIGIN,
    now: () => NOW,
    seed,
    onEvent: () => undefined,
  });
  app = sandboxApp({
    appDir,
    forge: {
      async invokeResolver(call) {
        calls.push(call);
        if (failWith !== null) throw failWith;
        return { ok: true, value: 'answer' };
      },
    },
    jira: {
      app: jira.app,
      siteTitle: seed.siteTitle,
      accounts: seed.accounts
        .filter(({ accountType }) => accountType === 'atlassian')
        .map(({ accountId, displayName }) => ({ accountId, displayName, role: '' })),
      defaultAccountId: seed.defaultAccountId,
    },
    schedule: {
      status: () => ({
        now: NOW + advanced,
        nextRunAt: null,
        running: false,
        runsFinished: 0,
        lastError: null,
      }),
      runNow: () => undefined,
      advance: (milliseconds) => {
        advanced += milliseconds;
      },
    },
    siteContext: { cloudId: 'cloud' },
    counters: () => ({}),
    log: new LogTail(() => undefined),
  });
});

async function send(method: string, path: string, body?: unknown, accountId?: string) {
  const response = await app.request(`${ORIGIN}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(accountId === undefined ? {} : { cookie: `sandbox-account=${accountId}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { response, body: await response.text() };
}

const invoke = (body: Record<string, unknown>, accountId?: string) =>
  send('POST', '/sandbox/api/invoke', { functionKey: 'getPanel', payload: {}, ...body }, accountId);

describe('resolver calls through the sandbox', () => {
  it('go to the function with the context of the issue that Jira shows to the caller', async () => {
    const { response, body } = await invoke({ moduleKey: 'finding-panel', issueKey: 'PAY-1' });
    expect(response.status).toBe(200);
    expect(JSON.parse(body)).toEqual({ response: { ok: true, value: 'answer' } });
    expect(calls).toEqual([
      {
        moduleKey: 'finding-panel',
        functionKey: 'getPanel',
        payload: {},
        accountId: DEMO_ACCOUNTS.admin,
        extension: expect.objectContaining({
          type: 'jira:issuePanel',
          issue: expect.objectContaining({ key: 'PAY-1' }),
          project: expect.objectContaining({ key: 'PAY' }),
        }),
      },
    ]);
  });

  it('take the caller from the cookie, whatever the payload claims', async () => {
    const forged = {
      moduleKey: 'findings-global-page',
      accountId: DEMO_ACCOUNTS.admin,
      extension: { type: 'jira:adminPage' },
      context: { accountId: DEMO_ACCOUNTS.admin },
      payload: { accountId: DEMO_ACCOUNTS.admin, context: { accountId: DEMO_ACCOUNTS.admin } },
    };
    await invoke(forged, DEMO_ACCOUNTS.outsider);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      accountId: DEMO_ACCOUNTS.outsider,
      extension: { type: 'jira:globalPage' },
    });
  });

  it.each([
    ['an issue that the caller may not see', { moduleKey: 'finding-panel', issueKey: 'PAY-1' }, 404],
    ['an issue that does not exist', { moduleKey: 'finding-panel', issueKey: 'PAY-99999' }, 404],
    ['a panel without an issue', { moduleKey: 'finding-panel' }, 400],
    ['a project that the caller may not see', { moduleKey: 'findings-project-page', projectKey: 'PAY' }, 404],
    ['the settings, as somebody who is no Jira admin', { moduleKey: 'findings-admin-page' }, 403],
    ['a module that the manifest does not have', { moduleKey: 'made-up' }, 404],
    ['a functionKey that is no string', { moduleKey: 'findings-global-page', functionKey: 7 }, 400],
  ])('are refused for %s', async (_what, body, status) => {
    const { response } = await invoke(body, DEMO_ACCOUNTS.outsider);
    expect(response.status).toBe(status);
    expect(calls).toEqual([]);
  });

  it('treat a cookie that names nobody as the default account, never as the app', async () => {
    await invoke({ moduleKey: 'findings-global-page' }, DEMO_ACCOUNTS.app);
    expect(calls[0]?.accountId).toBe(DEMO_ACCOUNTS.admin);
  });

  it('tell the page that the function failed', async () => {
    failWith = new Error('out of luck');
    const { response, body } = await invoke({ moduleKey: 'findings-global-page' });
    expect(response.status).toBe(500);
    expect(body).toContain('There was an error invoking the function - out of luck');
  });

  it('are not taken from a foreign page, which can only send plain forms', async () => {
    const response = await app.request(`${ORIGIN}/sandbox/api/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ moduleKey: 'findings-global-page', functionKey: 'getSummary' }),
    });
    expect(response.status).toBe(415);
    expect(calls).toEqual([]);
  });
});

describe('the session', () => {
  it('starts as the site admin and lists the modules of the manifest', async () => {
    const session = JSON.parse((await send('GET', '/sandbox/api/session')).body);
    expect(session).toMatchObject({ isJiraAdmin: true, account: { accountId: DEMO_ACCOUNTS.admin } });
    expect(session.accounts).toHaveLength(4);
    expect(session.modules.map((module: { type: string }) => module.type).sort()).toEqual([
      'jira:adminPage',
      'jira:globalPage',
      'jira:issuePanel',
      'jira:projectPage',
    ]);
  });

  it('switches to another person by a cookie that scripts cannot read', async () => {
    const { response } = await send('PUT', '/sandbox/api/session', { accountId: DEMO_ACCOUNTS.developer });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`sandbox-account=${encodeURIComponent(DEMO_ACCOUNTS.developer)}`);
    expect(cookie).toContain('HttpOnly');
    const session = await app.request(`${ORIGIN}/sandbox/api/session`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(await session.json()).toMatchObject({
      isJiraAdmin: false,
      account: { accountId: DEMO_ACCOUNTS.developer },
    });
  });

  it('refuses to become nobody, and to become the app', async () => {
    for (const accountId of ['nobody', DEMO_ACCOUNTS.app]) {
      const { response, body } = await send('PUT', '/sandbox/api/session', { accountId });
      expect(response.status).toBe(400);
      expect(body).toContain('accountId');
    }
  });

  it('is the same person for the REST API of Jira', async () => {
    const { body } = await send('GET', '/rest/api/3/myself', undefined, DEMO_ACCOUNTS.developer);
    expect(JSON.parse(body)).toMatchObject({ accountId: DEMO_ACCOUNTS.developer });
  });
});

describe('a page’s context', () => {
  it('is made by the server', async () => {
    const { body } = await send('POST', '/sandbox/api/context', {
      moduleKey: 'findings-project-page',
      projectKey: 'PAY',
      accountId: DEMO_ACCOUNTS.outsider,
    });
    expect(JSON.parse(body)).toMatchObject({
      moduleKey: 'findings-project-page',
      accountId: DEMO_ACCOUNTS.admin,
      cloudId: 'cloud',
      siteUrl: ORIGIN,
      extension: { type: 'jira:projectPage', project: { key: 'PAY' } },
    });
  });
});

describe('the clock', () => {
  it('is put forward by hours', async () => {
    await send('POST', '/sandbox/api/clock/advance', { hours: 2 });
    expect(advanced).toBe(2 * 60 * 60 * 1000);
  });

  it.each([[-1], [0], ['1'], [null]])('refuses %s hours', async (hours) => {
    const { response } = await send('POST', '/sandbox/api/clock/advance', { hours });
    expect(response.status).toBe(400);
    expect(advanced).toBe(0);
  });
});

describe('the app’s pages', () => {
  it('get the bridge before their own scripts', async () => {
    const { body } = await send('GET', '/app/pages/index.html');
    const scripts = [...body.matchAll(/<script src="([^"]+)">/g)].map(([, source]) => source);
    expect(scripts).toEqual(['/sandbox/static/frame/bridge.js', './page.js']);
  });

  it('may run no inline script and no eval, and reach nothing but their own files', async () => {
    const { response } = await send('GET', '/app/pages/index.html');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(directive(policy, 'default-src')).toBe("'none'");
    expect(directive(policy, 'script-src')).toBe(`${ORIGIN}/app/ ${ORIGIN}/sandbox/static/`);
    expect(directive(policy, 'connect-src')).toBe(`${ORIGIN}/app/`);
    expect(directive(policy, 'style-src')).toContain("'unsafe-inline'");
  });

  it('get a bridge that adds no globals', async () => {
    const { body } = await send('GET', '/sandbox/static/frame/bridge.js');
    expect(body).toBe('(() => {const inside = 1;})();');
  });

  it.each([
    '/app/pages/../../../secret.txt',
    '/app/pages/%2e%2e/%2e%2e/%2e%2e/secret.txt',
    '/app/pages/..%2f..%2f..%2fsecret.txt',
    '/sandbox/static/..%2f..%2f..%2fsecret.txt',
  ])('are served from their folder only: %s', async (path) => {
    const { body } = await send('GET', path);
    expect(body).not.toContain('not to be served');
  });

  it('say which resource is missing', async () => {
    const { response, body } = await send('GET', '/app/made-up/index.html');
    expect(response.status).toBe(404);
    expect(body).toContain('made-up');
  });
});

describe('addresses of the shell', () => {
  it.each(['/', '/browse/PAY-1', '/jira/projects/PAY', '/jira/settings/apps/findings-admin-page'])(
    'all answer with its one page: %s',
    async (path) => {
      const { response, body } = await send('GET', path);
      expect(response.status).toBe(200);
      expect(body).toBe('the shell');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    },
  );
});

function directive(policy: string, name: string): string | undefined {
  return policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);
}
