import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText } from '../../../src/domain/fit-text';
import { type JiraClient, jiraClient } from '../../../src/jira/client';
import { getCommentTexts } from '../../../src/jira/comments';
import { getCreateFields, getIssueTypes } from '../../../src/jira/create-metadata';
import { getOwnFieldIds } from '../../../src/jira/custom-fields';
import { jiraIssueTracker } from '../../../src/jira/issue-tracker';
import { createIssue, createIssues, getIssue } from '../../../src/jira/issues';
import {
  canBrowseProject,
  canSeeIssue,
  isAdministrator,
  missingPermissions,
} from '../../../src/jira/permissions';
import { getProject, searchProjects } from '../../../src/jira/projects';
import { searchIssues } from '../../../src/jira/search';
import { getTransitions } from '../../../src/jira/transitions';
import { displayNameOf, searchPeople } from '../../../src/jira/users';
import { TrackerError } from '../../../src/tickets/tracker-error';
import { nearValid } from '../../fixtures/near-valid';

const STATUS = { name: 'To Do', statusCategory: { key: 'new' } };
const PROJECT = { id: '10000', key: 'PAY', name: 'Payments' };
const FIELD = {
  fieldId: 'customfield_1',
  name: 'Team',
  required: true,
  hasDefaultValue: false,
  allowedValues: [{ id: '1', value: 'A' }],
  schema: { type: 'array', items: 'option' },
};
const ISSUE = {
  id: '10001',
  key: 'PAY-1',
  fields: {
    status: STATUS,
    priority: { id: '1' },
    duedate: null,
    issuetype: { name: 'Task' },
    project: PROJECT,
  },
  properties: { 'cloud-finding': { id: 'a'.repeat(20), written: { priority: [], dueDate: [] } } },
};
const GRANTS = {
  globalPermissions: ['ADMINISTER'],
  projectPermissions: [{ permission: 'BROWSE_PROJECTS', projects: [10000], issues: [10001] }],
};
const DRAFT = { fields: {}, properties: [] };

/** Every call by which the app reads what Jira answers, with an answer that is right. */
const CALLS: [string, unknown, (jira: JiraClient) => Promise<unknown>][] = [
  [
    'comments',
    { comments: [{ id: '1', body: { type: 'doc', content: [{ type: 'text', text: 'x' }] } }] },
    (jira) => getCommentTexts(jira, 'PAY-1'),
  ],
  [
    'create-metadata: types',
    { issueTypes: [{ id: '1', name: 'Task', subtask: false }], total: 1 },
    (jira) => getIssueTypes(jira, 'PAY'),
  ],
  ['create-metadata: fields', { fields: [FIELD], total: 1 }, (jira) => getCreateFields(jira, 'PAY', '1')],
  [
    'custom-fields',
    [{ id: 'customfield_1', schema: { custom: 'ari:x/static/cloud-rule' } }],
    (jira) => getOwnFieldIds(jira, 'ari:x/static/'),
  ],
  ['issues: create', { id: '10001', key: 'PAY-1' }, (jira) => createIssue(jira, DRAFT)],
  [
    'issues: create many',
    {
      issues: [{ id: '10001', key: 'PAY-1' }],
      errors: [
        { status: 400, failedElementNumber: 1, elementErrors: { errorMessages: ['No'], errors: { a: 'b' } } },
      ],
    },
    (jira) => createIssues(jira, [DRAFT, DRAFT]),
  ],
  ['issues: read', ISSUE, (jira) => getIssue(jira, '10001', 'cloud-finding')],
  [
    'issue-tracker: read',
    ISSUE,
    (jira) => jiraIssueTracker(jira, 'ari:x/').readIssue({ id: '10001', key: 'PAY-1' }),
  ],
  [
    'issue-tracker: find',
    { issues: [{ id: '10001', key: 'PAY-1', properties: ISSUE.properties }], isLast: true },
    (jira) => jiraIssueTracker(jira, 'ari:x/').findFiled([{ findingId: 'a'.repeat(20), claimedAt: 1 }]),
  ],
  ['permissions: administrator', GRANTS, (jira) => isAdministrator(jira, 'a')],
  ['permissions: project', GRANTS, (jira) => canBrowseProject(jira, 'a', '10000')],
  ['permissions: issue', GRANTS, (jira) => canSeeIssue(jira, 'a', '10001')],
  ['permissions: missing', GRANTS, (jira) => missingPermissions(jira, '10000', ['CREATE_ISSUES'])],
  ['projects: one', PROJECT, (jira) => getProject(jira, 'PAY')],
  ['projects: many', { values: [PROJECT] }, (jira) => searchProjects(jira, 'x')],
  [
    'search',
    { issues: [{ id: '10001', key: 'PAY-1', fields: {}, properties: {} }], nextPageToken: 'next' },
    (jira) => searchIssues(jira, { jql: 'x' }),
  ],
  [
    'transitions',
    { transitions: [{ id: '1', name: 'Go', to: STATUS, fields: { resolution: FIELD } }] },
    (jira) => getTransitions(jira, 'PAY-1'),
  ],
  ['users: name', { displayName: 'Ana' }, (jira) => displayNameOf(jira, 'a')],
  [
    'users: many',
    [{ accountId: 'a', displayName: 'Ana', accountType: 'atlassian' }],
    (jira) => searchPeople(jira, 'a'),
  ],
];

/** Answers everything with one text. */
const answering = (text: string, status = 200): JiraClient =>
  jiraClient({
    sleep: async () => undefined,
    send: async () => ({ status, ok: status < 300, text: async () => text, headers: { get: () => null } }),
  });

async function expectClean(answer: Promise<unknown>): Promise<void> {
  const error = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error !== null) {
    expect(error).toBeInstanceOf(TrackerError);
    expect(String(error)).toMatch(/^JiraError: Jira /);
  }
  expect({}).not.toHaveProperty('polluted');
}

describe('an answer of Jira that is nearly right', () => {
  it.each(CALLS)('%s: is understood, or is a problem of the run in words', async (_, sample, call) => {
    await fc.assert(
      fc.asyncProperty(nearValid(sample), fc.constantFrom(200, 200, 200, 400, 404, 503), (answer, status) =>
        expectClean(call(answering(JSON.stringify(answer) ?? '', status))),
      ),
      { numRuns: 300 },
    );
  });

  it.each(CALLS)('%s: is a refusal, told in a line that can be stored', async (_, _sample, call) => {
    const words = fc.oneof(
      fc.constantFrom('\0', '\uD83D', '\uDCA9\uD83D', 'x'.repeat(10_000), '\u{1F4A9}'.repeat(5_000)),
      fc.string({ unit: 'binary' }),
    );
    const errors = fc
      .tuple(words, words, words)
      .chain(([first, second, field]) =>
        nearValid({ errorMessages: [first, second], errors: { customfield_1: field, [second]: first } }),
      );
    await fc.assert(
      fc.asyncProperty(errors, fc.constantFrom(400, 403, 404, 409, 503), async (answer, status) => {
        const refused = call(answering(JSON.stringify(answer) ?? '', status));
        await expectClean(refused);
        const said = await refused.then(() => '', String);
        expect(fitText(said, 'JiraError: '.length + 500)).toBe(said);
      }),
      { numRuns: 60 },
    );
  });

  it.each(CALLS)('%s: is right where it is right', async (_, sample, call) => {
    const once = JSON.stringify(sample).replace('"nextPageToken":"next"', '"isLast":true');
    await expect(call(answering(once))).resolves.toBeDefined();
  });

  it('is of no issue by a key that Jira would not write', async () => {
    const created = (key: string) => createIssue(answering(JSON.stringify({ id: '10001', key })), DRAFT);
    for (const key of ['PAY-1', 'MY_EXAMPLE_PROJECT-3'])
      await expect(created(key)).resolves.toEqual({ id: '10001', key });
    for (const key of ['', 'pay-1', '<script>-1', 'PAY-1 OR 1=1', 'PAY'])
      await expect(created(key)).rejects.toBeInstanceOf(TrackerError);
  });

  it('gives no finding the issue of another', async () => {
    const failure = (failedElementNumber: number) => ({ failedElementNumber, elementErrors: {} });
    const issues = [{ id: '10001', key: 'PAY-1' }];
    for (const errors of [[failure(7)], [failure(-1)], [failure(0.5)]])
      await expect(
        createIssues(answering(JSON.stringify({ issues, errors })), [DRAFT, DRAFT]),
      ).rejects.toBeInstanceOf(TrackerError);
    const twice = JSON.stringify({ issues, errors: [failure(0), failure(0)] });
    await expect(createIssues(answering(twice), [DRAFT, DRAFT, DRAFT])).rejects.toBeInstanceOf(TrackerError);
  });

  it('comes to an end though its pages do not, and its documents hardly', async () => {
    const search = { issues: [], nextPageToken: 'again' };
    await expect(searchIssues(answering(JSON.stringify(search)), { jql: 'x' })).rejects.toThrow(/circle/);
    const types = { issueTypes: [{ id: '1', name: 'Task' }], total: 1e12 };
    await expect(getIssueTypes(answering(JSON.stringify(types)), 'PAY')).rejects.toThrow(/no end/);
    const deep = `${'{"content":['.repeat(5_000)}${']}'.repeat(5_000)}`;
    await expectClean(getCommentTexts(answering(`{"comments":[{"id":"1","body":${deep}}]}`), 'PAY-1'));
  });

  it('is looked at by these calls and no others', () => {
    const folder = 'src/jira';
    const reading = readdirSync(folder).filter((file) =>
      /^ +answer: (?!z\.(?:unknown|ZodType))/m.test(readFileSync(join(folder, file), 'utf8')),
    );
    const tried = new Set(CALLS.map(([name]) => `${name.split(':')[0]}.ts`));
    expect(reading.filter((file) => !tried.has(file))).toEqual([]);
  });
});
