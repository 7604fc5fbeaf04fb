import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, type Probe, startEndpoint, startProbe } from './probe';

const LATER = 400 * 24 * 3_600_000;

describe('an invocation', () => {
  let site: Endpoint;
  let probe: Probe;

  beforeAll(async () => {
    site = await startEndpoint();
    process.env['SECRET_OF_THIS_MACHINE'] = 'do not tell';
    probe = await startProbe({
      jiraBaseUrl: site.url,
      now: () => Date.now() + LATER,
      limits: { userInvocationSeconds: 1 },
      workers: 1,
    });
  });
  afterAll(async () => {
    delete process.env['SECRET_OF_THIS_MACHINE'];
    await probe.host.stop();
    await site.close();
  });

  it('knows its caller from the platform, whatever the payload says', async () => {
    const claimed = { accountId: 'eve', context: { accountId: 'eve' }, principal: { accountId: 'eve' } };
    const answer = await probe.ask('context', claimed, 'ann');
    expect(answer).toMatchObject({
      payload: claimed,
      context: { accountId: 'ann', moduleKey: 'page', extension: { type: 'jira:globalPage' } },
    });
    expect(await probe.ask('context', {}, null)).not.toHaveProperty('context.accountId', expect.anything());
  });

  it('sees nothing of the environment of this machine', async () => {
    const answer = await probe.ask('environment');
    expect(JSON.stringify(answer)).not.toContain('do not tell');
    expect(answer).not.toHaveProperty('variables.PATH');
  });

  it('lives at the time of the sandbox, and by a deadline of the real clock', async () => {
    const answer = await probe.ask('environment');
    expect(answer).toMatchObject({ year: new Date(Date.now() + LATER).getFullYear() });
    expect(Math.abs(Number(Reflect.get(Object(answer), 'now')) - LATER - Date.now())).toBeLessThan(1000);
    const remaining = Number(Reflect.get(Object(answer), 'remainingMs'));
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(1000);
  });

  it('fails with the name and the message of what it threw, and the next one runs', async () => {
    await expect(probe.ask('throw', { message: 'no such thing' })).rejects.toThrow(
      'page-resolver threw TypeError: no such thing',
    );
    expect(await probe.ask('undefined')).toBeUndefined();
  });

  it('says which resolver there is none of', async () => {
    await expect(probe.ask('nothing')).rejects.toThrow("Resolver has no definition for 'nothing'.");
  });

  it('is cut off when its time is over, and the next one runs', async () => {
    const started = Date.now();
    await expect(probe.ask('hang')).rejects.toThrow('page-resolver was cut off: FUNCTION_TIME_OUT');
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
    expect(await probe.ask('say', { text: 'alive' })).toBe('alive');
  });

  it('does not get what an earlier one in the same worker left open, nor its late words', async () => {
    expect(await probe.ask('leaveBehind', { mark: 'one' })).toBe('left');
    const before = probe.lines.length;
    expect(await probe.ask('say', { text: 'mine', ms: 400 })).toBe('mine');
    const said = probe.lines.slice(before);
    const mine = said.find(({ text }) => text === 'mine')?.invocationId;
    expect(mine).toBeTypeOf('string');
    expect(said.filter(({ invocationId }) => invocationId === mine).map(({ text }) => text)).toEqual([
      'mine',
    ]);
  });

  it('is told the answer of Jira as the app, as its caller, and not as somebody else', async () => {
    expect(await probe.ask('jira', { as: 'app' })).toMatchObject({
      value: { status: 200, body: { path: '/rest/api/3/issue/A-1', authorization: 'app' } },
    });
    expect(await probe.ask('jira', { as: 'user' })).toMatchObject({
      value: { body: { authorization: 'user ann' } },
    });
    expect(await probe.ask('jira', { as: 'user', accountId: 'eve' })).toMatchObject({
      kind: 'NeedsAuthenticationError',
    });
    expect(await probe.ask('jira', { as: 'user' }, null)).toMatchObject({ kind: 'NeedsAuthenticationError' });
  });

  it.each([
    ['write:jira-work', { as: 'app', method: 'PUT' }],
    ['read:jira-user', { as: 'app', path: 'myself' }],
  ])(
    'may not do in Jira what takes the scope %s, which the manifest does not ask for',
    async (scope, payload) => {
      expect(await probe.ask('jira', payload)).toMatchObject({
        value: { status: 401, body: { message: expect.stringContaining(scope) } },
      });
    },
  );

  it('runs on a schedule without anybody, and for events that others caused', async () => {
    await probe.host.runScheduledTrigger('hourly');
    const { text = '{}' } = probe.lines.findLast((line) => line.text.startsWith('{"scheduled"')) ?? {};
    expect(JSON.parse(text)).toMatchObject({ scheduled: { context: { moduleKey: 'hourly' } } });
    expect(text).not.toContain('accountId');

    const triggered = async (selfGenerated: boolean) => {
      const before = probe.lines.length;
      await probe.host.deliverProductEvent({ eventType: 'avi:jira:updated:issue', selfGenerated });
      return probe.lines.slice(before).map((line) => line.text);
    };
    expect(await triggered(false)).toEqual(['{"trigger":"others-changes"}', '{"trigger":"all-changes"}']);
    expect(await triggered(true)).toEqual(['{"trigger":"all-changes"}']);
  });

  it('may send and be sent only so much by a page', async () => {
    await expect(probe.ask('say', { text: 'x'.repeat(500 * 1024) })).rejects.toThrow('payload of say');
    await expect(probe.ask('answer', { bytes: 5 * 1024 * 1024 + 1 })).rejects.toThrow('answer of answer');
  });
});

describe('an invocation that does not end well', () => {
  it('is cut off when its memory is full', async () => {
    const probe = await startProbe();
    await expect(probe.ask('allocate')).rejects.toThrow('FUNCTION_OUT_OF_MEMORY');
    await probe.host.stop();
  });

  it('is cut off by stop()', async () => {
    const probe = await startProbe();
    const ended = expect(probe.ask('hang')).rejects.toThrow('was cut off');
    await new Promise((done) => setTimeout(done, 300));
    await probe.host.stop();
    await ended;
  });
});
