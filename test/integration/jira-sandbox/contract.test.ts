import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { routes } from '../../../sandbox/jira/routes';
import { APP, create, doc, startSite, type TestSite, task, type Who } from './site';

const DESCRIPTION = resolve(__dirname, '../../../../shared/jira/jira-cloud-rest-v3.openapi.json');
const isThere = existsSync(DESCRIPTION);
if (!isThere)
  console.log(`Jira's OpenAPI description is not at ${DESCRIPTION}: the contract tests are skipped.`);

const openApiSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.unknown().transform((operation) => operationSchema.safeParse(operation).data),
    ),
  ),
  components: z.record(z.string(), z.unknown()),
});
const operationSchema = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).optional() }),
  ),
});

/** The answers of Jira's description, made checkable. */
function loadContract() {
  const description = openApiSchema.parse(JSON.parse(readFileSync(DESCRIPTION, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Jira itself writes +0000 where RFC 3339 has +00:00.
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text.replace(/\+0000$/, 'Z'))));
  ajv.addSchema({ $id: 'jira', components: corrected(description.components) });
  const validators = new Map<string, ValidateFunction | null>();
  const validator = (method: string, path: string, status: number): ValidateFunction | null => {
    const name = `${method} ${path} ${status}`;
    const known = validators.get(name);
    if (known !== undefined) return known;
    const operation = description.paths[`/rest/api/3${path}`]?.[method.toLowerCase()];
    const schema = operation?.responses[String(status)]?.content?.['application/json']?.schema;
    const made =
      schema === undefined
        ? null
        : ajv.compile(
            z
              .record(z.string(), z.unknown())
              .parse(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"jira#/components/'))),
          );
    validators.set(name, made);
    return made;
  };
  const documents = (method: string, path: string, status: number) =>
    description.paths[`/rest/api/3${path}`]?.[method.toLowerCase()]?.responses[String(status)] !== undefined;
  return { validator, documents };
}

/** Where the description contradicts its own examples, its examples are right (they are what Jira sends). */
function corrected(components: unknown): unknown {
  const schemas = z
    .looseObject({
      schemas: z.looseObject({
        ChangeDetails: z.looseObject({
          properties: z.record(z.string(), z.looseObject({ type: z.string() })),
        }),
        JqlQueryClause: z.looseObject({}),
      }),
    })
    .parse(components);
  const change = schemas.schemas.ChangeDetails.properties;
  const nullable = ['from', 'fromString', 'to', 'toString'].map((name) => [
    name,
    { type: ['string', 'null'] },
  ]);
  return {
    ...schemas,
    schemas: {
      ...schemas.schemas,
      // The changelog's example has "from": null.
      ChangeDetails: {
        ...schemas.schemas.ChangeDetails,
        properties: { ...change, ...Object.fromEntries(nullable) },
      },
      // A union that was written down as an object without any property.
      JqlQueryClause: { type: 'object' },
    },
  };
}

interface Example {
  route: string;
  who?: Who;
  path: string;
  body?: unknown;
  status: number;
}

describe.skipIf(!isThere)("answers keep to Jira's OpenAPI description", () => {
  let site: TestSite;
  let contract: ReturnType<typeof loadContract>;
  const visited = new Set<string>();
  const ids = { issue: '', comment: '', doomed: '', closing: '' };

  beforeAll(async () => {
    contract = loadContract();
    site = await startSite();
    ids.issue = (
      await create(
        site,
        'app',
        task('PAY', 'Bucket is public', { description: doc('Why'), labels: ['aws'], duedate: '2026-12-01' }),
      )
    ).key;
    ids.doomed = (await create(site, 'admin', task('PAY', 'To be deleted'))).key;
    ids.closing = 'OPS-1';
    const comment = await site.send('app', 'POST', `/issue/${ids.issue}/comment`, {
      body: doc('Seen again'),
    });
    ids.comment = z.object({ id: z.string() }).parse(comment.body).id;
    await site.send('app', 'PUT', `/issue/${ids.issue}/properties/cloud-finding`, { id: 'f-1' });
    await site.send('app', 'PUT', '/app/field/customfield_10101/value', {
      updates: [{ issueIds: [Number(site.jira.store.issue(ids.issue)?.id)], value: 'high' }],
    });
  });

  afterAll(() => {
    const all = routes.map((route) => `${route.method} ${route.path}`).sort();
    expect([...visited].sort(), 'every implemented route has an example here').toEqual(all);
  });

  const viewAllFindings = `ari:cloud:ecosystem::extension/${APP.appId}/${APP.environmentId}/static/view-all-findings`;
  const examples: Example[] = [
    { route: 'GET /serverInfo', path: '/serverInfo', status: 200 },
    { route: 'GET /myself', path: '/myself?expand=groups', status: 200 },
    { route: 'GET /user', path: `/user?accountId=${DEMO_ACCOUNTS.developer}&expand=groups`, status: 200 },
    { route: 'GET /user/groups', path: `/user/groups?accountId=${DEMO_ACCOUNTS.developer}`, status: 200 },
    { route: 'GET /user/search', path: '/user/search?query=priya', status: 200 },
    { route: 'GET /users/search', path: '/users/search', status: 200 },
    { route: 'GET /user/assignable/search', path: '/user/assignable/search?project=PAY', status: 200 },
    { route: 'GET /group/bulk', path: '/group/bulk?maxResults=2', status: 200 },
    { route: 'GET /group/member', path: '/group/member?groupname=security-team', status: 200 },
    { route: 'GET /project', path: '/project?expand=description,lead,issueTypes', status: 200 },
    { route: 'GET /project/search', path: '/project/search?maxResults=2&expand=lead', status: 200 },
    { route: 'GET /project/{projectIdOrKey}', path: '/project/PAY', status: 200 },
    { route: 'GET /project/{projectIdOrKey}', path: '/project/NOPE', status: 404 },
    { route: 'GET /project/{projectIdOrKey}/statuses', path: '/project/OPS/statuses', status: 200 },
    { route: 'GET /issuetype', path: '/issuetype', status: 200 },
    { route: 'GET /issuetype/project', path: '/issuetype/project?projectId=10000', status: 200 },
    { route: 'GET /priority', path: '/priority', status: 200 },
    { route: 'GET /priority/search', path: '/priority/search', status: 200 },
    { route: 'GET /status', path: '/status', status: 200 },
    { route: 'GET /statuscategory', path: '/statuscategory', status: 200 },
    { route: 'GET /resolution', path: '/resolution', status: 200 },
    {
      route: 'GET /universal_avatar/view/type/{type}/owner/{entityId}',
      path: '/universal_avatar/view/type/project/owner/10000?size=small',
      status: 200,
    },
    { route: 'GET /field', path: '/field', status: 200 },
    { route: 'GET /field/search', path: '/field/search?type=custom', status: 200 },
    {
      route: 'GET /issue/createmeta/{projectIdOrKey}/issuetypes',
      path: '/issue/createmeta/PAY/issuetypes',
      status: 200,
    },
    {
      route: 'GET /issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}',
      path: '/issue/createmeta/MOB/issuetypes/10001',
      status: 200,
    },
    { route: 'GET /permissions', path: '/permissions', status: 200 },
    {
      route: 'GET /mypermissions',
      path: `/mypermissions?permissions=BROWSE_PROJECTS,${viewAllFindings}`,
      status: 200,
    },
    {
      route: 'POST /permissions/check',
      who: 'app',
      path: '/permissions/check',
      body: {
        accountId: DEMO_ACCOUNTS.developer,
        globalPermissions: ['ADMINISTER'],
        projectPermissions: [{ permissions: ['BROWSE_PROJECTS'], projects: [10000, 10002] }],
      },
      status: 200,
    },
    { route: 'POST /issue', who: 'app', path: '/issue', body: task('WEB', 'One more'), status: 201 },
    {
      route: 'POST /issue',
      who: 'app',
      path: '/issue',
      body: task('MOB', 'Without its cost center'),
      status: 400,
    },
    {
      route: 'POST /issue/bulk',
      who: 'app',
      path: '/issue/bulk',
      body: { issueUpdates: [task('WEB', 'a'), task('MOB', 'b')] },
      status: 201,
    },
    {
      route: 'POST /issue/bulk',
      who: 'app',
      path: '/issue/bulk',
      body: { issueUpdates: [task('MOB', 'b')] },
      status: 400,
    },
    {
      route: 'POST /issue/bulkfetch',
      path: '/issue/bulkfetch',
      body: { issueIdsOrKeys: ['PAY-1', 'PAY-999'], fields: ['summary', 'status'] },
      status: 200,
    },
    {
      route: 'GET /issue/{issueIdOrKey}',
      path: '/issue/@issue?expand=names,schema,renderedFields,changelog&properties=*all',
      status: 200,
    },
    { route: 'GET /issue/{issueIdOrKey}', who: 'outsider', path: '/issue/@issue', status: 404 },
    {
      route: 'PUT /issue/{issueIdOrKey}',
      path: '/issue/@issue',
      body: { fields: { summary: 'Changed' } },
      status: 204,
    },
    { route: 'DELETE /issue/{issueIdOrKey}', path: '/issue/@doomed', status: 204 },
    {
      route: 'PUT /issue/{issueIdOrKey}/assignee',
      path: '/issue/@issue/assignee',
      body: { accountId: DEMO_ACCOUNTS.developer },
      status: 204,
    },
    { route: 'GET /issue/{issueIdOrKey}/editmeta', path: '/issue/@issue/editmeta', status: 200 },
    {
      route: 'GET /issue/{issueIdOrKey}/transitions',
      path: '/issue/@closing/transitions?expand=transitions.fields',
      status: 200,
    },
    {
      route: 'POST /issue/{issueIdOrKey}/transitions',
      path: '/issue/@closing/transitions',
      body: { transition: { id: '131' }, fields: { resolution: { name: 'Done' } } },
      status: 204,
    },
    { route: 'GET /issue/{issueIdOrKey}/changelog', path: '/issue/@issue/changelog', status: 200 },
    {
      route: 'GET /issue/{issueIdOrKey}/comment',
      path: '/issue/@issue/comment?expand=renderedBody',
      status: 200,
    },
    {
      route: 'POST /issue/{issueIdOrKey}/comment',
      path: '/issue/@issue/comment',
      body: { body: doc('Hi') },
      status: 201,
    },
    { route: 'GET /issue/{issueIdOrKey}/watchers', path: '/issue/@issue/watchers', status: 200 },
    {
      route: 'POST /issue/{issueIdOrKey}/watchers',
      path: '/issue/@issue/watchers',
      body: DEMO_ACCOUNTS.admin,
      status: 204,
    },
    { route: 'GET /issue/{issueIdOrKey}/comment/{id}', path: '/issue/@issue/comment/@comment', status: 200 },
    {
      route: 'PUT /issue/{issueIdOrKey}/comment/{id}',
      path: '/issue/@issue/comment/@comment',
      body: { body: doc('x') },
      status: 200,
    },
    {
      route: 'DELETE /issue/{issueIdOrKey}/comment/{id}',
      path: '/issue/@issue/comment/@comment',
      status: 204,
    },
    { route: 'GET /issue/{issueIdOrKey}/properties', path: '/issue/@issue/properties', status: 200 },
    {
      route: 'GET /issue/{issueIdOrKey}/properties/{propertyKey}',
      path: '/issue/@issue/properties/cloud-finding',
      status: 200,
    },
    {
      route: 'PUT /issue/{issueIdOrKey}/properties/{propertyKey}',
      path: '/issue/@issue/properties/other',
      body: { a: 1 },
      status: 201,
    },
    {
      route: 'DELETE /issue/{issueIdOrKey}/properties/{propertyKey}',
      path: '/issue/@issue/properties/other',
      status: 204,
    },
    {
      route: 'PUT /app/field/{fieldIdOrKey}/value',
      who: 'app',
      path: '/app/field/customfield_10101/value',
      body: { updates: [{ issueIds: [10_001], value: 'high' }] },
      status: 204,
    },
    {
      route: 'POST /app/field/value',
      who: 'app',
      path: '/app/field/value',
      body: { updates: [{ customField: 'customfield_10102', issueIds: [10_001], value: '111122223333' }] },
      status: 204,
    },
    {
      route: 'GET /search/jql',
      path: '/search/jql?jql=project%3DPAY&fields=*all&expand=names,schema&maxResults=2',
      status: 200,
    },
    {
      route: 'POST /search/jql',
      path: '/search/jql',
      body: { jql: 'project = PAY', properties: ['cloud-finding'] },
      status: 200,
    },
    { route: 'POST /search/jql', path: '/search/jql', body: { jql: 'project = NOPE' }, status: 400 },
    {
      route: 'POST /search/approximate-count',
      path: '/search/approximate-count',
      body: { jql: 'project = PAY' },
      status: 200,
    },
    {
      route: 'POST /jql/parse',
      path: '/jql/parse?validation=strict',
      body: { queries: ['project = PAY order by key', 'x = 1'] },
      status: 200,
    },
  ];

  it.each(examples)('$route -> $status $path', async (example) => {
    const [method = '', path = ''] = example.route.split(' ');
    visited.add(example.route);
    const address = example.path.replace(/@(\w+)/g, (_, name: keyof typeof ids) => ids[name]);
    const reply = await site.send(example.who ?? 'admin', method, address, example.body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(example.status);
    expect(contract.documents(method, path, example.status), 'Jira documents this status').toBe(true);
    const validate = contract.validator(method, path, example.status);
    if (!validate || reply.headers.get('content-type')?.startsWith('image/')) return;
    validate(reply.body);
    expect(validate.errors ?? []).toEqual([]);
  });
});
