import { z } from 'zod';
import {
  createJiraSandbox,
  DEMO_ACCOUNTS,
  demoSeed,
  type JiraIssueEvent,
  type JiraSandbox,
  type JiraSandboxOptions,
} from '../../../sandbox/jira';

export const APP = {
  appId: '5b3c1f0e-7d0a-4f5e-9a43-2f6f4a1f0c11',
  environmentId: 'c1a3f1de-1111-4222-8333-444455556666',
  customFields: [
    { key: 'finding-severity', name: 'Finding severity', type: 'string', description: 'How bad it is.' },
    { key: 'aws-account', name: 'AWS account', type: 'string', description: 'Where it is.' },
    { key: 'finding-due', name: 'Finding due', type: 'datetime', description: 'When it has to be fixed.' },
  ],
  globalPermissions: [
    { key: 'view-all-findings', name: 'View all cloud findings', defaultGrants: ['jira-administrators'] },
  ],
  entityProperties: [
    {
      key: 'finding-fingerprint',
      propertyKey: 'cloud-finding',
      entityType: 'issue',
      values: [{ path: 'id', type: 'string', searchAlias: 'cloudFindingId' }],
    },
  ],
};

export const NOW = Date.UTC(2026, 10, 23, 20, 0);

export type Who = 'app' | keyof typeof DEMO_ACCOUNTS;

export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface TestSite {
  jira: JiraSandbox;
  events: JiraIssueEvent[];
  clock: { now: number };
  send: (who: Who, method: string, path: string, body?: unknown) => Promise<Reply>;
}

/** A site with the demo's data and a clock that the test moves. */
export async function startSite(options: Partial<JiraSandboxOptions> = {}): Promise<TestSite> {
  const clock = { now: NOW };
  const events: JiraIssueEvent[] = [];
  const jira = await createJiraSandbox({
    app: APP,
    baseUrl: 'http://127.0.0.1:3100',
    now: () => clock.now,
    seed: demoSeed(NOW),
    onEvent: (event) => events.push(event),
    ...options,
  });
  const send: TestSite['send'] = async (who, method, path, body) => {
    const headers: Record<string, string> =
      who === 'app'
        ? { authorization: `Forge-App ${jira.appToken}` }
        : { 'x-sandbox-account': DEMO_ACCOUNTS[who] };
    const response = await jira.app.request(`/rest/api/3${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return { jira, events, clock, send };
}

export const doc = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

export const task = (projectKey: string, summary: string, more: Record<string, unknown> = {}) => ({
  fields: { project: { key: projectKey }, issuetype: { name: 'Task' }, summary, ...more },
});

const createdSchema = z.object({ id: z.string(), key: z.string() });

/** Creates an issue and gives back its id and key. */
export async function create(site: TestSite, who: Who, request: unknown) {
  const reply = await site.send(who, 'POST', '/issue', request);
  if (reply.status !== 201) throw new Error(`not created: ${JSON.stringify(reply.body)}`);
  return createdSchema.parse(reply.body);
}

const foundSchema = z.object({
  issues: z.array(z.object({ id: z.string(), key: z.string() })),
  nextPageToken: z.string().optional(),
  isLast: z.boolean(),
});

/** The keys that a query finds. */
export async function keysOf(site: TestSite, who: Who, jql: string): Promise<string[]> {
  const reply = await site.send(who, 'POST', '/search/jql', { jql, fields: ['key'] });
  if (reply.status !== 200) throw new Error(`${jql}: ${JSON.stringify(reply.body)}`);
  return foundSchema.parse(reply.body).issues.map((issue) => issue.key);
}
