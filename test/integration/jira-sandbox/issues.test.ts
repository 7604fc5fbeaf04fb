import { describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { create, doc, startSite, type TestSite, task } from './site';

const errorsOf = (site: TestSite, request: unknown) =>
  site.send('app', 'POST', '/issue', request).then(({ status, body }) => ({ status, body }));
const refused = (errors: Record<string, string>) => ({ status: 400, body: { errorMessages: [], errors } });

describe('creating an issue', () => {
  it('numbers issues per project, takes defaults, and sets properties in the same call', async () => {
    const site = await startSite();
    const issue = await create(site, 'app', {
      ...task('PAY', 'Bucket is public', {
        labels: ['b', 'a', 'b'],
        duedate: '2026-12-01',
        priority: { name: 'High' },
      }),
      properties: [{ key: 'cloud-finding', value: { id: 'f-1' } }],
    });
    expect(issue.key).toBe('PAY-4');
    const { body } = await site.send('developer', 'GET', `/issue/${issue.key}?properties=cloud-finding`);
    expect(body).toMatchObject({
      key: 'PAY-4',
      fields: {
        summary: 'Bucket is public',
        labels: ['a', 'b'],
        duedate: '2026-12-01',
        priority: { name: 'High' },
        status: { name: 'To Do', statusCategory: { key: 'new' } },
        reporter: { accountId: DEMO_ACCOUNTS.app, accountType: 'app' },
        resolution: null,
      },
      properties: { 'cloud-finding': { id: 'f-1' } },
    });
  });

  it.each([
    [
      'no project',
      { fields: { summary: 'x', issuetype: { name: 'Task' } } },
      { project: 'Specify a valid project ID or key' },
    ],
    [
      'a project that the app may not see',
      task('PEOPLE', 'x'),
      { project: 'Specify a valid project ID or key' },
    ],
    ['an issue type that the project lacks', task('LEGAL', 'x'), { issuetype: 'Specify a valid issue type' }],
    [
      'no summary',
      { fields: { project: { key: 'PAY' }, issuetype: { name: 'Task' } } },
      { summary: 'You must specify a summary of the issue.' },
    ],
    [
      'a summary of two lines',
      task('PAY', 'a\nb'),
      { summary: 'The summary is invalid because it contains newline characters.' },
    ],
    [
      'a summary that is too long',
      task('PAY', 'a'.repeat(256)),
      { summary: "Summary can't exceed 255 characters." },
    ],
    [
      'a label with a space',
      task('PAY', 'x', { labels: ['a b'] }),
      { labels: "The label 'a b' contains spaces which is invalid." },
    ],
    [
      'a day that the calendar lacks',
      task('PAY', 'x', { duedate: '2026-02-30' }),
      { duedate: 'Error parsing date string: 2026-02-30' },
    ],
    [
      'an unknown priority',
      task('PAY', 'x', { priority: { name: 'Urgent' } }),
      { priority: "Priority name 'Urgent' is not valid" },
    ],
    ['a required field left out', task('MOB', 'x'), { customfield_10050: 'Cost center is required.' }],
    [
      'a field that is not on the screen',
      {
        fields: {
          project: { key: 'LEGAL' },
          issuetype: { name: 'Request' },
          summary: 'x',
          duedate: '2026-12-01',
        },
      },
      { duedate: "Field 'duedate' cannot be set. It is not on the appropriate screen, or unknown." },
    ],
    [
      "the app's own read-only field",
      task('PAY', 'x', { customfield_10101: 'high' }),
      {
        customfield_10101:
          "Field 'customfield_10101' cannot be set. It is not on the appropriate screen, or unknown.",
      },
    ],
    [
      'a description that is plain text',
      task('PAY', 'x', { description: 'text' }),
      {
        description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
      },
    ],
  ])('refuses %s and says which field', async (_, request, errors) => {
    const site = await startSite();
    expect(await errorsOf(site, request)).toEqual(refused(errors));
    expect(site.events).toEqual([]);
  });

  it('names every wrong field at once', async () => {
    const site = await startSite();
    expect(await errorsOf(site, task('MOB', '', { labels: ['a b'] }))).toEqual(
      refused({
        summary: 'You must specify a summary of the issue.',
        labels: "The label 'a b' contains spaces which is invalid.",
        customfield_10050: 'Cost center is required.',
      }),
    );
  });

  it('takes the required field once it is given', async () => {
    const site = await startSite();
    const { key } = await create(
      site,
      'admin',
      task('MOB', 'x', { customfield_10050: { value: 'CC-300 Compliance' } }),
    );
    const { body } = await site.send('admin', 'GET', `/issue/${key}?fields=customfield_10050`);
    expect(body).toMatchObject({ fields: { customfield_10050: { value: 'CC-300 Compliance' } } });
  });

  it.each([
    ['an empty text node', [{ type: 'paragraph', content: [{ type: 'text', text: '' }] }]],
    ['an unknown node', [{ type: 'blink', content: [] }]],
    ['text outside a paragraph', [{ type: 'text', text: 'x' }]],
    [
      'a code block with marks',
      [{ type: 'codeBlock', content: [{ type: 'text', text: 'x', marks: [{ type: 'strong' }] }] }],
    ],
    [
      'a list item with bare text',
      [{ type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'text', text: 'x' }] }] }],
    ],
    ['an unknown attribute', [{ type: 'heading', attrs: { level: 9 }, content: [] }]],
  ])('answers INVALID_INPUT for %s, without naming the field', async (_, content) => {
    const site = await startSite();
    const request = task('PAY', 'x', { description: { type: 'doc', version: 1, content } });
    expect(await errorsOf(site, request)).toEqual({
      status: 400,
      body: { errorMessages: ['INVALID_INPUT'], errors: {} },
    });
  });

  it('creates what it can of a bulk, and numbers the failures by their place', async () => {
    const site = await startSite();
    const { status, body } = await site.send('app', 'POST', '/issue/bulk', {
      issueUpdates: [task('PAY', 'one'), task('MOB', 'two'), task('PAY', 'three')],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      issues: [{ key: 'PAY-4' }, { key: 'PAY-5' }],
      errors: [
        {
          status: 400,
          failedElementNumber: 1,
          elementErrors: { errorMessages: [], errors: { customfield_10050: 'Cost center is required.' } },
        },
      ],
    });
    expect(site.events.map((event) => event.issue.key)).toEqual(['PAY-4', 'PAY-5']);
  });

  it('takes no more than 50 at once', async () => {
    const site = await startSite();
    const issueUpdates = Array.from({ length: 51 }, (_, index) => task('PAY', `n ${index}`));
    expect((await site.send('app', 'POST', '/issue/bulk', { issueUpdates })).status).toBe(400);
  });

  it('refuses a body that is not JSON, or is not announced as JSON', async () => {
    const { jira } = await startSite();
    const post = (body: string, headers: Record<string, string>) =>
      jira.app.request('/rest/api/3/issue', { method: 'POST', body, headers });
    expect((await post('{', { 'content-type': 'application/json' })).status).toBe(400);
    expect((await post('{}', {})).status).toBe(415);
  });
});

describe('changing an issue', () => {
  it('writes the changelog and sends the event, marked as the app’s own or not', async () => {
    const site = await startSite();
    await site.send('developer', 'PUT', '/issue/PAY-1', {
      fields: { summary: 'New words' },
      update: { labels: [{ add: 'urgent' }] },
    });
    await site.send('app', 'PUT', '/issue/PAY-1', { fields: { priority: { name: 'Highest' } } });
    expect(site.events).toMatchObject([
      {
        eventType: 'avi:jira:updated:issue',
        atlassianId: DEMO_ACCOUNTS.developer,
        selfGenerated: false,
        issue: { key: 'PAY-1', fields: { summary: 'New words', status: { name: 'Done' } } },
        changelog: {
          items: [
            { fieldId: 'summary', fromString: 'As a customer I can pay by invoice', toString: 'New words' },
            { fieldId: 'labels', fromString: '', toString: 'urgent' },
          ],
        },
      },
      {
        atlassianId: DEMO_ACCOUNTS.app,
        selfGenerated: true,
        changelog: { items: [{ fieldId: 'priority', fromString: 'Medium', toString: 'Highest' }] },
      },
    ]);
    const { body } = await site.send('developer', 'GET', '/issue/PAY-1/changelog');
    expect(body).toMatchObject({ total: 2, values: [{ author: { displayName: 'Priya Raman' } }, {}] });
  });

  it('sends nothing when nothing changes', async () => {
    const site = await startSite();
    const { body: before } = await site.send('admin', 'GET', '/issue/PAY-1?fields=updated');
    site.clock.now += 60_000;
    expect(
      (await site.send('app', 'PUT', '/issue/PAY-1', { fields: { priority: { name: 'Medium' } } })).status,
    ).toBe(204);
    expect(site.events).toEqual([]);
    expect((await site.send('admin', 'GET', '/issue/PAY-1?fields=updated')).body).toEqual(before);
  });

  it('marks what the app does on behalf of a person as the app’s own', async () => {
    const site = await startSite();
    await site.jira.app.request('/rest/api/3/issue/PAY-1', {
      method: 'PUT',
      headers: {
        authorization: `Forge-App ${site.jira.appToken}`,
        'x-sandbox-account': DEMO_ACCOUNTS.developer,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ fields: { summary: 'As Priya' } }),
    });
    expect(site.events).toMatchObject([{ atlassianId: DEMO_ACCOUNTS.developer, selfGenerated: true }]);
  });

  it('empties what an issue may do without, and not what it must have', async () => {
    const site = await startSite();
    const { key } = await create(
      site,
      'admin',
      task('MOB', 'x', { duedate: '2026-12-01', customfield_10050: { id: '10200' } }),
    );
    expect((await site.send('admin', 'PUT', `/issue/${key}`, { fields: { duedate: null } })).status).toBe(
      204,
    );
    expect(
      (await site.send('admin', 'PUT', `/issue/${key}`, { fields: { customfield_10050: null } })).body,
    ).toEqual({
      errorMessages: [],
      errors: { customfield_10050: 'Cost center is required.' },
    });
  });

  it('answers to the old key after a move, and tells of it', async () => {
    const site = await startSite();
    const { key } = await create(site, 'app', task('PAY', 'moved'));
    expect(site.jira.moveIssue(key, 'OPS', DEMO_ACCOUNTS.admin)).toBe('OPS-2');
    expect((await site.send('admin', 'GET', `/issue/${key}?fields=status`)).body).toMatchObject({
      key: 'OPS-2',
      fields: { status: { name: 'Reported' } },
    });
    expect(site.events.at(-1)).toMatchObject({ issue: { key: 'OPS-2' }, selfGenerated: false });
  });

  it('is gone after a delete', async () => {
    const site = await startSite();
    expect((await site.send('developer', 'DELETE', '/issue/PAY-1')).status).toBe(403);
    expect((await site.send('admin', 'DELETE', '/issue/PAY-1')).status).toBe(204);
    expect((await site.send('admin', 'GET', '/issue/PAY-1')).status).toBe(404);
    expect(site.events).toMatchObject([{ eventType: 'avi:jira:deleted:issue', issue: { key: 'PAY-1' } }]);
  });
});

describe('transitions', () => {
  it('resolves on Done and opens again', async () => {
    const site = await startSite();
    const { key } = await create(site, 'app', task('PAY', 'x'));
    const statusOf = async () =>
      (await site.send('app', 'GET', `/issue/${key}?fields=status,resolution,resolutiondate`)).body;
    expect(
      (await site.send('app', 'POST', `/issue/${key}/transitions`, { transition: { id: '41' } })).status,
    ).toBe(204);
    expect(await statusOf()).toMatchObject({
      fields: {
        status: { name: 'Done' },
        resolution: { name: 'Done' },
        resolutiondate: '2026-11-23T20:00:00.000+0000',
      },
    });
    await site.send('app', 'POST', `/issue/${key}/transitions`, { transition: { id: 11 } });
    expect(await statusOf()).toMatchObject({
      fields: { status: { name: 'To Do' }, resolution: null, resolutiondate: null },
    });
  });

  it('offers only what starts from the present status, and shows the fields of its screen', async () => {
    const site = await startSite();
    const { body } = await site.send('admin', 'GET', '/issue/OPS-1/transitions?expand=transitions.fields');
    expect(body).toMatchObject({
      transitions: [
        {
          id: '131',
          name: 'Close incident',
          hasScreen: true,
          to: { name: 'Closed', statusCategory: { key: 'done' } },
          fields: { resolution: { required: true, hasDefaultValue: false } },
        },
      ],
    });
  });

  it.each([
    [
      'a required field left out',
      { transition: { id: '131' } },
      { errors: { resolution: 'Resolution is required.' } },
    ],
    [
      'a transition from another status',
      { transition: { id: '111' } },
      { errorMessages: ["Transition id '111' is not valid for this issue."] },
    ],
    ['no transition', {}, { errorMessages: ["Missing 'transition' identifier"] }],
    [
      'a field that its screen lacks',
      { transition: { id: '131' }, fields: { resolution: { name: 'Done' }, summary: 'x' } },
      {
        errors: {
          summary: "Field 'summary' cannot be set. It is not on the appropriate screen, or unknown.",
        },
      },
    ],
  ])('refuses %s', async (_, request, answer) => {
    const site = await startSite();
    const { status, body } = await site.send('admin', 'POST', '/issue/OPS-1/transitions', request);
    expect({ status, body }).toMatchObject({ status: 400, body: answer });
    expect(site.events).toEqual([]);
  });

  it('makes a transition with its field and a comment', async () => {
    const site = await startSite();
    const request = {
      transition: { id: '131' },
      fields: { resolution: { name: "Won't Do" } },
      update: { comment: [{ add: { body: doc('Closed by the team') } }] },
    };
    expect((await site.send('admin', 'POST', '/issue/OPS-1/transitions', request)).status).toBe(204);
    expect((await site.send('admin', 'GET', '/issue/OPS-1')).body).toMatchObject({
      fields: { status: { name: 'Closed' }, resolution: { name: "Won't Do" }, comment: { total: 1 } },
    });
  });
});

describe('comments', () => {
  it('lets people change their own and only admins everybody’s', async () => {
    const site = await startSite();
    await site.send('developer', 'POST', '/issue/PAY-1/comment', { body: doc('mine') });
    const { body } = await site.send('app', 'GET', '/issue/PAY-1/comment?orderBy=-created');
    expect(body).toMatchObject({ total: 1, comments: [{ author: { displayName: 'Priya Raman' } }] });
    const id = site.jira.store.issue('PAY-1')?.comments[0]?.id;
    const edit = (who: 'app' | 'developer' | 'admin') =>
      site.send(who, 'PUT', `/issue/PAY-1/comment/${id}`, { body: doc('changed') });
    expect((await edit('app')).status).toBe(403);
    expect((await edit('developer')).status).toBe(200);
    expect((await edit('admin')).status).toBe(200);
  });

  it.each([
    [{}, { errorMessages: [], errors: { comment: 'Comment body can not be empty!' } }],
    [{ body: 'text' }, { errorMessages: [], errors: { comment: 'Comment body is not valid!' } }],
    [
      { body: { type: 'doc', version: 1, content: [{ type: 'nope' }] } },
      { errorMessages: ['INVALID_INPUT'], errors: {} },
    ],
  ])('refuses %j', async (request, answer) => {
    const site = await startSite();
    const { status, body } = await site.send('app', 'POST', '/issue/PAY-1/comment', request);
    expect({ status, body }).toEqual({ status: 400, body: answer });
  });
});

describe("the app's own fields", () => {
  const update = (value: unknown, customField = 'customfield_10101') => ({
    updates: [{ customField, issueIds: [10_001], value }],
  });

  it('are listed with the address of their module', async () => {
    const site = await startSite();
    const { body } = await site.send('app', 'GET', '/field');
    expect(body).toContainEqual(
      expect.objectContaining({
        id: 'customfield_10101',
        name: 'Finding severity',
        key: '5b3c1f0e-7d0a-4f5e-9a43-2f6f4a1f0c11__DEVELOPMENT__finding-severity',
        clauseNames: ['cf[10101]', 'Finding severity'],
        schema: {
          type: 'string',
          custom:
            'ari:cloud:ecosystem::extension/5b3c1f0e-7d0a-4f5e-9a43-2f6f4a1f0c11/c1a3f1de-1111-4222-8333-444455556666/static/finding-severity',
          customId: 10_101,
        },
      }),
    );
  });

  it('are set for many issues at once, whatever their screens, with one event an issue', async () => {
    const site = await startSite();
    const { status } = await site.send('app', 'POST', '/app/field/value', {
      updates: [
        { customField: 'customfield_10101', issueIds: [10_001, 10_002], value: 'high' },
        { customField: 'customfield_10103', issueIds: [10_001], value: '2026-12-01T10:00:00.123+02:00' },
      ],
    });
    expect(status).toBe(204);
    const { body } = await site.send(
      'admin',
      'GET',
      '/issue/10001?fields=customfield_10101,customfield_10103',
    );
    expect(body).toMatchObject({
      fields: { customfield_10101: 'high', customfield_10103: '2026-12-01T08:00:00.000+0000' },
    });
    expect(site.events.map((event) => [event.issue.id, event.selfGenerated])).toEqual([
      ['10001', true],
      ['10002', true],
    ]);
    await site.send('app', 'POST', '/app/field/value', update('high'));
    expect(site.events).toHaveLength(2);
  });

  it.each([
    ['a number for a string', update(5), 400],
    ['a datetime without a zone', update('2026-12-01T10:00:00', 'customfield_10103'), 400],
    [
      'an issue that does not exist',
      { updates: [{ customField: 'customfield_10101', issueIds: [1], value: 'x' }] },
      400,
    ],
    ['a field that does not exist', update('x', 'customfield_99999'), 404],
    ["an admin's field", update('x', 'customfield_10050'), 403],
    ['the same twice', { updates: [...update('a').updates, ...update('b').updates] }, 400],
    ['no updates', { updates: [] }, 400],
  ])('refuse %s and change nothing', async (_, request, status) => {
    const site = await startSite();
    expect((await site.send('app', 'POST', '/app/field/value', request)).status).toBe(status);
    expect(site.events).toEqual([]);
    expect(site.jira.store.issue('10001')?.custom).toEqual({});
  });

  it('are no one else’s to write, an admin’s neither', async () => {
    const site = await startSite();
    expect((await site.send('admin', 'POST', '/app/field/value', update('high'))).status).toBe(403);
  });

  it('are set without a trace when no changelog is wanted', async () => {
    const site = await startSite();
    const path = '/app/field/customfield_10101/value?generateChangelog=false';
    await site.send('app', 'PUT', path, { updates: [{ issueIds: [10_001], value: 'low' }] });
    expect(site.events).toEqual([]);
    expect(site.jira.store.issue('10001')).toMatchObject({
      custom: { customfield_10101: 'low' },
      history: [],
    });
  });
});

describe('issue properties', () => {
  it('are written, read, listed and deleted without an event', async () => {
    const site = await startSite();
    const path = '/issue/PAY-1/properties/cloud-finding';
    expect((await site.send('app', 'PUT', path, { id: 'f-1' })).status).toBe(201);
    expect((await site.send('app', 'PUT', path, { id: 'f-2' })).status).toBe(200);
    expect((await site.send('app', 'GET', path)).body).toEqual({
      key: 'cloud-finding',
      value: { id: 'f-2' },
    });
    expect((await site.send('outsider', 'GET', path)).status).toBe(404);
    expect((await site.send('app', 'DELETE', path)).status).toBe(204);
    expect((await site.send('app', 'GET', path)).status).toBe(404);
    expect(site.events).toEqual([]);
  });

  it('hold 32,768 characters', async () => {
    const site = await startSite();
    const put = (size: number) => site.send('app', 'PUT', '/issue/PAY-1/properties/big', 'x'.repeat(size));
    expect((await put(32_766)).status).toBe(201);
    expect((await put(32_767)).status).toBe(400);
  });
});
