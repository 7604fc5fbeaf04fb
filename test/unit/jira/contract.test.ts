import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { jiraClient } from '../../../src/jira/client';
import { addComment, getCommentTexts } from '../../../src/jira/comments';
import { getCreateFields, getIssueTypes } from '../../../src/jira/create-metadata';
import { getOwnFieldIds, setFieldValues } from '../../../src/jira/custom-fields';
import { setIssueProperty } from '../../../src/jira/issue-properties';
import { createIssue, createIssues, editIssue, getIssue, type NewIssue } from '../../../src/jira/issues';
import {
  canBrowseProject,
  canSeeIssue,
  hasGlobalPermission,
  isAdministrator,
  missingPermissions,
} from '../../../src/jira/permissions';
import { getProject, searchProjects } from '../../../src/jira/projects';
import { searchIssues } from '../../../src/jira/search';
import { doTransition, getTransitions } from '../../../src/jira/transitions';
import { commentDocument } from '../../../src/tickets/comment-texts';
import { descriptionOf } from '../../../src/tickets/description';
import { finding } from '../tickets/support/findings';

/** Jira's own description of its REST API, which lies beside the repository and is not part of it. */
const descriptionFile = ['../shared', '/work/shared']
  .map((folder) => `${folder}/jira/jira-cloud-rest-v3.openapi.json`)
  .find((file) => existsSync(file));

interface Operation {
  parameters?: { name?: string; in?: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

interface Sent {
  method: string;
  url: URL;
  body: unknown;
  operation: Operation;
}

describe.skipIf(!descriptionFile)(
  `what is sent to Jira, and what is taken from it${descriptionFile ? '' : ' (skipped: ../shared/jira is not here)'}`,
  () => {
    const openapi = descriptionFile ? JSON.parse(readFileSync(descriptionFile, 'utf8')) : { paths: {} };
    const paths: Record<string, Record<string, Operation>> = openapi.paths;
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ $id: 'jira', components: openapi.components });

    const sent: Sent[] = [];
    /** Answers the example of the description, unless a test says otherwise. */
    let answerWith: unknown;
    const jira = jiraClient({
      send: async (path, init) => {
        const url = new URL(path.value, 'https://example.atlassian.net');
        const operation = operationOf(init.method, url.pathname);
        sent.push({
          method: init.method,
          url,
          body: init.body === undefined ? undefined : JSON.parse(init.body),
          operation,
        });
        const [status = '', response] =
          Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];
        const example = answerWith ?? exampleOf(response?.content?.['application/json']?.example);
        return {
          status: Number(status),
          ok: true,
          text: async () => (example === undefined ? '' : JSON.stringify(example)),
          headers: { get: () => null },
        };
      },
    });

    function operationOf(method: string, pathname: string): Operation {
      const matches = Object.keys(paths).filter((template) =>
        new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname),
      );
      // A literal path is meant before one with a placeholder.
      matches.sort((a, b) => a.split('{').length - b.split('{').length);
      const operation = matches.map((template) => paths[template]?.[method.toLowerCase()]).find(Boolean);
      if (!operation) throw new Error(`Jira does not describe ${method} ${pathname}`);
      return operation;
    }

    function checkSent(): void {
      for (const { method, url, body, operation } of sent) {
        const name = `${method} ${url.pathname}`;
        const known = (operation.parameters ?? [])
          .filter((each) => each.in === 'query')
          .map((each) => each.name);
        expect(known, name).toEqual(expect.arrayContaining([...url.searchParams.keys()]));
        const schema = operation.requestBody?.content['application/json']?.schema;
        expect(body !== undefined, name).toBe(schema !== undefined);
        if (!schema) continue;
        const validate = ajv.compile(
          JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"jira#/components')),
        );
        expect(validate(body), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
      }
    }

    afterEach(() => {
      try {
        expect(sent.length).toBeGreaterThan(0);
        checkSent();
      } finally {
        sent.length = 0;
        answerWith = undefined;
      }
    });

    const subject = finding();
    const description = descriptionOf({
      finding: subject,
      accountName: 'prod',
      rule: null,
      consoleUrl: null,
    });
    const issue: NewIssue = {
      fields: {
        project: { id: '10000' },
        issuetype: { id: '10001' },
        summary: 'x',
        description,
        labels: ['a'],
      },
      properties: [
        { key: 'cloud-finding', value: { id: subject.id, written: { priority: [], dueDate: [] } } },
      ],
    };

    it('projects', async () => {
      expect((await searchProjects(jira, 'exa')).length).toBeGreaterThan(0);
      expect(await getProject(jira, 'EX')).toMatchObject({ key: 'EX' });
    });

    it('create metadata', async () => {
      expect(await getIssueTypes(jira, 'EX')).not.toHaveLength(0);
      expect(await getCreateFields(jira, 'EX', '10001')).not.toHaveLength(0);
    });

    it('create metadata in pages, under the names that Jira Cloud uses', async () => {
      answerWith = {
        issueTypes: [
          { id: '1', name: 'Task' },
          { id: '2', name: 'Sub-task', subtask: true },
        ],
        total: 2,
      };
      expect(await getIssueTypes(jira, 'EX')).toEqual([{ id: '1', name: 'Task' }]);
      const field = { fieldId: 'priority', name: 'Priority', required: false };
      answerWith = { fields: [{ ...field, allowedValues: [{ id: '1', name: 'Highest' }, 'odd'] }], total: 1 };
      expect(await getCreateFields(jira, 'EX', '1')).toEqual([
        {
          id: 'priority',
          name: 'Priority',
          required: false,
          hasDefault: false,
          kind: 'other',
          options: [{ id: '1', name: 'Highest' }],
        },
      ]);
    });

    it('issues', async () => {
      expect(await createIssue(jira, issue)).toMatchObject({ key: 'ED-24' });
      await editIssue(jira, '10001', { priority: { id: '2' }, duedate: '2026-11-24' });
      answerWith = {
        id: '10001',
        key: 'ED-1',
        fields: {
          status: { name: 'Done', statusCategory: { key: 'done' } },
          priority: null,
          duedate: null,
          issuetype: { name: 'Task' },
          project: { key: 'ED' },
        },
      };
      expect(await getIssue(jira, '10001', 'cloud-finding')).toMatchObject({ key: 'ED-1', properties: {} });
    });

    it('issues in bulk, partial failures in their place', async () => {
      answerWith = {
        issues: [
          { id: '1', key: 'ED-1', self: '' },
          { id: '3', key: 'ED-3', self: '' },
        ],
        errors: [
          {
            status: 400,
            failedElementNumber: 1,
            elementErrors: { errorMessages: [], errors: { customfield_1: 'Team is required.' } },
          },
        ],
      };
      const [first, second, third] = await createIssues(jira, [issue, issue, issue]);
      expect([first, third]).toMatchObject([{ key: 'ED-1' }, { key: 'ED-3' }]);
      expect(second).toMatchObject({
        outcome: 'refused',
        fieldErrors: { customfield_1: 'Team is required.' },
      });
    });

    it('a bulk answer that does not add up is no answer', async () => {
      answerWith = { issues: [{ id: '1', key: 'ED-1' }], errors: [] };
      await expect(createIssues(jira, [issue, issue])).rejects.toMatchObject({ outcome: 'unanswered' });
    });

    it('transitions', async () => {
      expect(await getTransitions(jira, '10001')).toEqual(
        expect.arrayContaining([expect.objectContaining({ toDone: expect.any(Boolean) })]),
      );
      await doTransition(jira, '10001', '5', { resolution: { id: '1' } });
      await doTransition(jira, '10001', '5', {});
    });

    it('comments', async () => {
      expect(await getCommentTexts(jira, '10001')).toEqual([expect.stringContaining('Lorem ipsum')]);
      await addComment(jira, '10001', commentDocument({ head: 'Closed.', detail: '' }));
    });

    it('issue properties', async () => {
      await setIssueProperty(jira, '10001', 'cloud-finding', { id: subject.id });
    });

    it('search', async () => {
      answerWith = {
        issues: [{ id: '1', key: 'ED-1', properties: { 'cloud-finding': { id: 'x' } } }],
        isLast: true,
      };
      const found = await searchIssues(jira, {
        jql: 'issue.property[cloud-finding].id = "x"',
        properties: ['cloud-finding'],
        reconcileIssues: [10001],
      });
      expect(found).toMatchObject([{ key: 'ED-1' }]);
    });

    it('custom fields', async () => {
      await getOwnFieldIds(jira, 'ari:');
      await setFieldValues(jira, new Map([['finding-severity', 'customfield_10010']]), [
        { issueId: 1, field: 'finding-severity', value: 'high' },
        { issueId: 2, field: 'finding-severity', value: 'high' },
        { issueId: 3, field: 'finding-severity', value: null },
      ]);
      expect(sent.at(-1)?.body).toEqual({
        updates: [
          { customField: 'customfield_10010', issueIds: [1, 2], value: 'high' },
          { customField: 'customfield_10010', issueIds: [3], value: null },
        ],
      });
    });

    it('permissions', async () => {
      answerWith = {
        globalPermissions: ['ADMINISTER'],
        projectPermissions: [{ permission: 'BROWSE_PROJECTS', projects: [10000], issues: [10001] }],
      };
      expect(await isAdministrator(jira, 'abc')).toBe(true);
      expect(await hasGlobalPermission(jira, 'abc', 'ari:x')).toBe(false);
      expect(await canBrowseProject(jira, 'abc', '10000')).toBe(true);
      expect(await canBrowseProject(jira, 'abc', '10009')).toBe(false);
      expect(await canSeeIssue(jira, 'abc', '10001')).toBe(true);
      expect(await canSeeIssue(jira, 'abc', '10009')).toBe(false);
      expect(await missingPermissions(jira, '10000', ['BROWSE_PROJECTS', 'CREATE_ISSUES'])).toEqual([
        'CREATE_ISSUES',
      ]);
    });
  },
);

function exampleOf(example: unknown): unknown {
  return typeof example === 'string' ? JSON.parse(example) : example;
}
