import { route } from '@forge/api';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type JiraClientOptions, type JiraResponse, jiraClient } from '../../../src/jira/client';
import { JiraError } from '../../../src/jira/jira-error';

type Scripted = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

/** Answers as told, in order; notes what was sent and how long was waited. */
function scripted(answers: Scripted[], options: JiraClientOptions = {}) {
  const sent: { path: string; method: string; headers: Record<string, string>; body?: string }[] = [];
  const waits: number[] = [];
  const client = jiraClient({
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
    send: async (path, init): Promise<JiraResponse> => {
      sent.push({ path: path.value, ...init });
      const answer = answers.shift();
      if (!answer) throw new Error('No answer left');
      if (answer instanceof Error) throw answer;
      const { status, body, headers = {} } = answer;
      return {
        status,
        ok: status < 300,
        text: async () => (body === undefined ? '' : JSON.stringify(body)),
        headers: { get: (name) => headers[name] ?? null },
      };
    },
  });
  return { client, sent, waits };
}

const path = route`/rest/api/3/thing?x=${'1'}`;
const answer = z.object({ id: z.string() });
const get = { method: 'GET', path, answer } as const;
const post = { method: 'POST', path, body: { a: 1 }, answer } as const;
const good = { status: 200, body: { id: '7', more: true } };

async function errorOf(promise: Promise<unknown>): Promise<JiraError> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof JiraError)) throw new Error(`Not a JiraError: ${String(error)}`);
  return error;
}

describe('a call to Jira', () => {
  it('sends JSON and answers what the caller asked for', async () => {
    const { client, sent } = scripted([good]);
    expect(await client.request(post)).toEqual({ id: '7' });
    expect(sent).toEqual([
      {
        path: '/rest/api/3/thing?x=1',
        method: 'POST',
        headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        body: '{"a":1}',
      },
    ]);
  });

  it('waits as long as Retry-After says, for any call: 429 means that nothing was done', async () => {
    const { client, waits } = scripted([
      { status: 429, headers: { 'Retry-After': '3' } },
      { status: 429, headers: { 'Retry-After': '0' } },
      good,
    ]);
    expect(await client.request(post)).toEqual({ id: '7' });
    expect(waits).toEqual([3000, 0]);
  });

  it('does not wait longer than the invocation has left', async () => {
    const { client, waits } = scripted([{ status: 429, headers: { 'Retry-After': '60' } }, good], {
      remainingMs: () => 30_000,
    });
    expect(await errorOf(client.request(get))).toMatchObject({ status: 429, outcome: 'throttled' });
    expect(waits).toEqual([]);
  });

  it.each([
    { told: ['61'], waits: [] },
    { told: ['40', '20', '1'], waits: [40_000, 20_000] },
  ])('waits for a minute at most, told to wait $told: what it holds would be given up', async (each) => {
    const refusals = each.told.map((seconds) => ({ status: 429, headers: { 'Retry-After': seconds } }));
    const { client, waits } = scripted([...refusals, good]);
    expect(await errorOf(client.request(post))).toMatchObject({ status: 429, outcome: 'throttled' });
    expect(waits).toEqual(each.waits);
  });

  it.each([500, 502, 503])('repeats what can be repeated after %i', async (status) => {
    const { client, waits } = scripted([{ status }, { status }, good]);
    expect(await client.request(get)).toEqual({ id: '7' });
    expect(waits).toEqual([500, 1000]);
  });

  it('repeats after a lost connection', async () => {
    const { client } = scripted([new Error('socket hang up'), good]);
    expect(await client.request(get)).toEqual({ id: '7' });
  });

  it.each([{ status: 500 }, { status: 504 }, new Error('socket hang up')])(
    'sends what cannot be repeated once: %o',
    async (failure) => {
      const { client, sent } = scripted([failure, good]);
      const error = await errorOf(client.request(post));
      expect(error.outcome).toBe('unanswered');
      expect(error.hadNoEffect).toBe(false);
      expect(sent).toHaveLength(1);
    },
  );

  it('gives up after four tries', async () => {
    const { client, sent } = scripted(Array.from({ length: 9 }, () => ({ status: 503 })));
    await errorOf(client.request(get));
    expect(sent).toHaveLength(4);
  });

  it.each([
    [400, 'refused'],
    [401, 'forbidden'],
    [403, 'forbidden'],
    [404, 'missing'],
    [409, 'refused'],
  ] as const)('%i is %s, at once, and certainly had no effect', async (status, outcome) => {
    const { client, sent } = scripted([{ status, body: {} }, good]);
    const error = await errorOf(client.request(post));
    expect(error).toMatchObject({ status, outcome, hadNoEffect: true });
    expect(sent).toHaveLength(1);
  });

  it('says in one sentence what Jira says of the request and of its fields', async () => {
    const body = { errorMessages: ['It is wrong.'], errors: { customfield_10050: 'Team is required.' } };
    const { client } = scripted([{ status: 400, body }]);
    const error = await errorOf(client.request(post));
    expect(error.message).toBe(
      'Jira answered POST /rest/api/3/thing with 400: It is wrong. customfield_10050: Team is required.',
    );
    expect(error.fieldErrors).toEqual({ customfield_10050: 'Team is required.' });
  });

  it('does not show a body that is no error of Jira', async () => {
    const { client } = scripted([{ status: 403, body: '<html>proxy secret</html>' }]);
    expect((await errorOf(client.request(get))).message).toBe(
      'Jira answered GET /rest/api/3/thing with 403.',
    );
  });

  it('takes an answer of another shape for no answer, and names what is missing', async () => {
    const { client } = scripted([{ status: 201, body: { id: 7 } }]);
    const error = await errorOf(client.request(post));
    expect(error.outcome).toBe('unanswered');
    expect(error.message).toMatch(/not what the REST API describes \(id\)/);
  });

  it('passes on the status that the platform’s proxy throws', async () => {
    const refused = Object.assign(new Error('FORBIDDEN'), { status: 403 });
    const { client } = scripted([refused]);
    expect(await errorOf(client.request(get))).toMatchObject({ outcome: 'forbidden' });
  });
});
