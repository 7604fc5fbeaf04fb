import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS, moduleAri } from '../../../sandbox/jira';
import { APP, create, keysOf, startSite, type TestSite, task, type Who } from './site';

const projectKeys = async (site: TestSite, who: Who) => {
  const { body } = await site.send(who, 'GET', '/project/search');
  return z
    .object({ values: z.array(z.object({ key: z.string() })) })
    .parse(body)
    .values.map((project) => project.key);
};

describe('who sees what', () => {
  it('shows the projects that the caller may browse', async () => {
    const site = await startSite();
    const open = ['DATA', 'LEGAL', 'MOB', 'OPS', 'PAY', 'PLAT', 'SEC', 'WEB'];
    expect(await projectKeys(site, 'admin')).toEqual([...open, 'PEOPLE'].sort());
    expect(await projectKeys(site, 'app')).toEqual(open);
    expect(await projectKeys(site, 'securityEngineer')).toEqual(open);
    expect(await projectKeys(site, 'developer')).toEqual(['PAY', 'WEB']);
    expect(await projectKeys(site, 'outsider')).toEqual([]);
  });

  it('answers as if an unseen issue or project did not exist', async () => {
    const site = await startSite();
    const notThere = {
      errorMessages: ['Issue does not exist or you do not have permission to see it.'],
      errors: {},
    };
    for (const key of ['PLAT-1', 'PLAT-999', 'NOPE-1']) {
      expect(await site.send('developer', 'GET', `/issue/${key}`)).toMatchObject({
        status: 404,
        body: notThere,
      });
    }
    expect(await site.send('developer', 'GET', '/project/PLAT')).toMatchObject({
      status: 404,
      body: { errorMessages: ["No project could be found with key 'PLAT'."] },
    });
  });

  it('takes a caller without any sign for the admin, and refuses a wrong token or account', async () => {
    const { jira } = await startSite();
    const myself = async (headers: Record<string, string>) => {
      const response = await jira.app.request('/rest/api/3/myself', { headers });
      const body = z.object({ accountId: z.string().optional() }).parse(await response.json());
      return { status: response.status, accountId: body.accountId };
    };
    expect(await myself({})).toEqual({ status: 200, accountId: DEMO_ACCOUNTS.admin });
    expect(
      await myself({ cookie: `sandbox-account=${encodeURIComponent(DEMO_ACCOUNTS.developer)}` }),
    ).toEqual({
      status: 200,
      accountId: DEMO_ACCOUNTS.developer,
    });
    expect(await myself({ authorization: 'Forge-App guessed' })).toMatchObject({ status: 401 });
    expect(await myself({ 'x-sandbox-account': 'nobody' })).toMatchObject({ status: 401 });
    expect(await myself({ 'x-sandbox-account': DEMO_ACCOUNTS.app })).toMatchObject({ status: 401 });
  });

  it('lets the app ask what another account may do, and no person but an admin', async () => {
    const site = await startSite();
    const permission = moduleAri(APP, 'view-all-findings');
    const ask = (who: Who, accountId: string) =>
      site.send(who, 'POST', '/permissions/check', {
        accountId,
        globalPermissions: ['ADMINISTER', permission],
        projectPermissions: [
          { permissions: ['BROWSE_PROJECTS', 'DELETE_ISSUES'], projects: [10_000, 10_002, 99] },
        ],
      });
    expect((await ask('app', DEMO_ACCOUNTS.developer)).body).toEqual({
      globalPermissions: [],
      projectPermissions: [
        { permission: 'BROWSE_PROJECTS', projects: [10_000], issues: [] },
        { permission: 'DELETE_ISSUES', projects: [], issues: [] },
      ],
    });
    expect((await ask('app', DEMO_ACCOUNTS.securityEngineer)).body).toMatchObject({
      globalPermissions: [permission],
    });
    expect((await ask('admin', DEMO_ACCOUNTS.admin)).body).toMatchObject({
      globalPermissions: ['ADMINISTER', permission],
    });
    expect((await ask('developer', DEMO_ACCOUNTS.admin)).status).toBe(403);
    expect((await ask('app', 'nobody')).status).toBe(400);
  });

  it('does not know made-up permissions', async () => {
    const site = await startSite();
    expect(
      await site.send('app', 'POST', '/permissions/check', {
        globalPermissions: ['ROOT'],
        projectPermissions: [{ permissions: ['FLY'], projects: [10_000] }],
      }),
    ).toMatchObject({
      status: 400,
      body: { errors: { ROOT: 'Unrecognized permission', FLY: 'Unrecognized permission' } },
    });
  });

  it('follows a change of the permission scheme', async () => {
    const site = await startSite();
    site.jira.store.updateProject('PAY', { permissions: {} });
    expect((await site.send('app', 'GET', '/issue/PAY-1')).status).toBe(404);
    expect(await keysOf(site, 'app', 'summary ~ refund')).toEqual([]);
    expect((await site.send('app', 'POST', '/issue', task('PAY', 'x'))).status).toBe(400);
  });

  it('tells creating from browsing', async () => {
    const site = await startSite();
    const project = site.jira.store.project('PAY');
    site.jira.store.updateProject('PAY', {
      permissions: { BROWSE_PROJECTS: project?.permissions.BROWSE_PROJECTS ?? [] },
    });
    expect((await site.send('app', 'GET', '/issue/PAY-1/transitions')).body).toMatchObject({
      transitions: [],
    });
    for (const [method, path, body] of [
      ['POST', '/issue', task('PAY', 'x')],
      ['PUT', '/issue/PAY-1', { fields: { summary: 'x' } }],
      ['PUT', '/issue/PAY-1/properties/p', {}],
    ] as const) {
      expect((await site.send('app', method, path, body)).status, path).toBe(403);
    }
    expect((await site.send('app', 'GET', '/issue/createmeta/PAY/issuetypes')).status).toBe(404);
  });
});

describe('faults', () => {
  it('limits the rate without doing the work', async () => {
    const site = await startSite();
    site.jira.faults.add({ path: '/issue', times: 1, effect: { kind: 'rate-limit', retryAfterSeconds: 7 } });
    const reply = await site.send('app', 'POST', '/issue', task('PAY', 'x'));
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '7']);
    expect(site.events).toEqual([]);
    expect((await site.send('app', 'POST', '/issue', task('PAY', 'x'))).status).toBe(201);
  });

  it('strikes the call that is meant', async () => {
    const site = await startSite();
    site.jira.faults.add({
      method: 'GET',
      pattern: /^\/issue\/PAY-1/,
      appOnly: true,
      after: 1,
      effect: { kind: 'error', status: 503 },
    });
    const statuses = [];
    for (const who of ['app', 'admin', 'app', 'app'] as const)
      statuses.push((await site.send(who, 'GET', '/issue/PAY-1')).status);
    expect(statuses).toEqual([200, 200, 503, 503]);
    site.jira.faults.clear();
    expect((await site.send('app', 'GET', '/issue/PAY-1')).status).toBe(200);
  });

  it('does the work and loses the answer', async () => {
    const site = await startSite();
    site.jira.faults.add({ path: '/issue/bulk', effect: { kind: 'answer-lost' } });
    const reply = await site.send('app', 'POST', '/issue/bulk', { issueUpdates: [task('PAY', 'kept')] });
    expect(reply.status).toBe(502);
    expect(await keysOf(site, 'app', 'summary ~ kept')).toEqual(['PAY-4']);
  });

  it('drops the connection when there is one', async () => {
    const site = await startSite();
    site.jira.faults.add({ effect: { kind: 'answer-lost' }, times: 1 });
    const server = serve({ fetch: site.jira.app.fetch, port: 0, hostname: '127.0.0.1' });
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = z
        .custom<AddressInfo>((it) => typeof it === 'object' && it !== null)
        .parse(server.address());
      const url = `http://127.0.0.1:${port}/rest/api/3/serverInfo`;
      await expect(fetch(url)).rejects.toThrow('fetch failed');
      expect((await fetch(url)).status).toBe(200);
    } finally {
      server.close();
    }
  });
});

describe('counting calls', () => {
  it('keeps the app’s apart from people’s', async () => {
    const site = await startSite();
    await site.send('app', 'GET', '/issue/PAY-1');
    await site.send('app', 'GET', '/issue/NOPE-1');
    await site.send('developer', 'GET', '/project/PAY');
    expect(site.jira.calls('app')).toEqual({
      total: 2,
      byRoute: { 'GET /rest/api/3/issue/{issueIdOrKey}': 2 },
    });
    expect(site.jira.calls().total).toBe(3);
    site.jira.resetCalls();
    expect(site.jira.calls()).toEqual({ total: 0, byRoute: {} });
  });

  it('answers 404 with a reason for a call that the sandbox does not have', async () => {
    const { status, body } = await (await startSite()).send('app', 'GET', '/search?jql=x');
    expect(status).toBe(404);
    expect(JSON.stringify(body)).toContain('/rest/api/3/search');
  });
});

describe('keeping the state', () => {
  const directories: string[] = [];
  afterEach(async () => {
    for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
  });
  const newDirectory = async () => {
    const directory = await mkdtemp(join(tmpdir(), 'jira-'));
    directories.push(directory);
    return directory;
  };

  it('goes on where the last run ended', async () => {
    const stateDir = await newDirectory();
    const first = await startSite({ stateDir });
    const { key, id } = await create(first, 'app', task('PAY', 'kept'));
    await first.send('app', 'POST', '/app/field/value', {
      updates: [{ customField: 'customfield_10101', issueIds: [id], value: 'high' }],
    });
    await first.send('app', 'PUT', `/issue/${key}/properties/cloud-finding`, { id: 'f' });
    const before = (await first.send('app', 'GET', `/issue/${key}?properties=*all&expand=changelog`)).body;
    await first.jira.stop();

    // Fields keep their ids when the manifest brings new ones in front of them.
    const added = { key: 'cloud-rule', name: 'Cloud rule', type: 'string', description: '' };
    const second = await startSite({ stateDir, app: { ...APP, customFields: [added, ...APP.customFields] } });
    const after = (await second.send('app', 'GET', `/issue/${key}?properties=*all&expand=changelog`)).body;
    expect(after).toMatchObject(z.record(z.string(), z.unknown()).parse(before));
    expect(await keysOf(second, 'app', '"Finding severity" = high')).toEqual([key]);
    expect((await create(second, 'app', task('PAY', 'next'))).key).toBe('PAY-5');
  });

  it('writes by itself soon after a change', async () => {
    const stateDir = await newDirectory();
    const site = await startSite({ stateDir });
    await create(site, 'app', task('PAY', 'written soon'));
    await expect
      .poll(() => readFile(join(stateDir, 'jira.json'), 'utf8').catch(() => ''), { timeout: 5000 })
      .toContain('written soon');
    await site.jira.stop();
  });

  it('names the file that it cannot use', async () => {
    const stateDir = await newDirectory();
    await writeFile(join(stateDir, 'jira.json'), '{"version":1}');
    await expect(startSite({ stateDir })).rejects.toThrow(
      /jira\.json is not a state of this sandbox[\s\S]*seed/,
    );
  });
});
