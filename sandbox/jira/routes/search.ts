import { z } from 'zod';
import { chosenFields, issueBean } from '../beans/issue';
import { JiraError } from '../errors';
import { type Call, ok, route } from '../http/route';
import { fieldText, type JqlClause } from '../jql/ast';
import { JqlError } from '../jql/error';
import { parseJql } from '../jql/parser';
import { compileJql, runQuery } from '../jql/search';

const MAX_RESULTS = 5000;
/** With more than id and key asked for, Jira gives smaller pages. */
const MAX_RESULTS_WITH_FIELDS = 100;
const MAX_RECONCILED = 50;
const MAX_PROPERTIES = 5;

const searchSchema = z.strictObject({
  jql: z.string().optional(),
  nextPageToken: z.string().nullish(),
  maxResults: z.number().int().optional(),
  fields: z.array(z.string()).optional(),
  expand: z.string().optional(),
  properties: z.array(z.string()).optional(),
  fieldsByKeys: z.boolean().optional(),
  failFast: z.boolean().optional(),
  reconcileIssues: z.array(z.number().int()).optional(),
});
type SearchRequest = z.infer<typeof searchSchema>;

const tokenSchema = z.object({ jql: z.string(), offset: z.number().int().nonnegative() });

function search(call: Call, request: SearchRequest) {
  const { site, caller } = call;
  const query = compiled(call, request.jql ?? '');
  const reconcile = (request.reconcileIssues ?? []).map(String);
  if (reconcile.length > MAX_RECONCILED) {
    throw new JiraError(400, [`The maximum number of issues to reconcile is ${MAX_RECONCILED}.`]);
  }
  const properties = request.properties ?? [];
  if (properties.length > MAX_PROPERTIES) {
    throw new JiraError(400, [`The maximum number of properties is ${MAX_PROPERTIES}.`]);
  }
  const asked = (request.fields ?? []).flatMap((names) => names.split(',')).map((name) => name.trim());
  const idsOnly = asked.every((name) => name === 'id' || name === 'key');
  const most = idsOnly && properties.length === 0 ? MAX_RESULTS : MAX_RESULTS_WITH_FIELDS;
  const size = Math.min(Math.max(request.maxResults ?? 50, 1), most);
  const offset = readToken(request);
  const found = runQuery({ site, caller }, query, site.index.documents(new Set(reconcile)));
  const page = found.slice(offset, offset + size);
  const isLast = offset + page.length >= found.length;
  const expand = new Set((request.expand ?? '').split(',').map((name) => name.trim()));
  const fields = idsOnly ? [] : chosenFields(site, asked, '*navigable');
  return {
    issues: page.map((issue) => {
      const bean = issueBean(site, issue, { fields, expand: withoutNames(expand), properties });
      if (!idsOnly) return bean;
      // The default is the id and nothing else; `key` brings what identifies the issue.
      const { fields: _, ...identity } = bean;
      if (asked.includes('key')) return identity;
      return { id: bean.id, ...(bean.properties ? { properties: bean.properties } : {}) };
    }),
    isLast,
    ...(isLast ? {} : { nextPageToken: writeToken(request.jql ?? '', offset + page.length) }),
    ...(expand.has('names')
      ? { names: Object.fromEntries(fields.map((field) => [field.id, field.name])) }
      : {}),
    ...(expand.has('schema')
      ? { schema: Object.fromEntries(fields.map((field) => [field.id, field.schema ?? { type: 'any' }])) }
      : {}),
  };
}

/** Names and schema come once for the page, not with each issue. */
const withoutNames = (expand: Set<string>) =>
  new Set([...expand].filter((name) => name !== 'names' && name !== 'schema'));

function compiled(call: Call, jql: string) {
  try {
    const query = compileJql(call, jql);
    if (!query.where) {
      throw new JqlError([
        'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
      ]);
    }
    return query;
  } catch (error) {
    if (error instanceof JqlError) throw new JiraError(400, error.messages);
    throw error;
  }
}

const writeToken = (jql: string, offset: number) =>
  Buffer.from(JSON.stringify({ jql, offset })).toString('base64url');

function readToken(request: SearchRequest): number {
  if (!request.nextPageToken) return 0;
  try {
    const token = tokenSchema.parse(JSON.parse(Buffer.from(request.nextPageToken, 'base64url').toString()));
    if (token.jql === (request.jql ?? '')) return token.offset;
  } catch {
    // Falls through to Jira's one answer for every bad token.
  }
  throw new JiraError(400, ['The provided next page token is invalid. Please provide a valid token.']);
}

function fromQuery(call: Call): SearchRequest {
  const reconcile = call.list('reconcileIssues').map(Number);
  return {
    jql: call.query.get('jql') ?? '',
    nextPageToken: call.query.get('nextPageToken'),
    maxResults: call.number('maxResults', 50),
    fields: call.list('fields'),
    expand: call.list('expand').join(','),
    properties: call.list('properties'),
    ...(reconcile.length > 0 ? { reconcileIssues: reconcile } : {}),
  };
}

function parsed(call: Call, query: string) {
  try {
    const { where, orderBy } = parseJql(query);
    compileJql(call, query);
    return {
      query,
      structure: {
        ...(where ? { where: structure(where) } : {}),
        ...(orderBy.length > 0
          ? {
              orderBy: {
                fields: orderBy.map(({ field, direction }) => ({
                  field: { name: fieldText(field), encodedName: fieldText(field) },
                  ...(direction ? { direction } : {}),
                })),
              },
            }
          : {}),
      },
    };
  } catch (error) {
    if (error instanceof JqlError) return { query, errors: error.messages };
    throw error;
  }
}

function structure(clause: JqlClause): unknown {
  switch (clause.kind) {
    case 'not':
      return { operator: 'not', clauses: [structure(clause.clause)] };
    case 'and':
    case 'or':
      return { operator: clause.kind, clauses: clause.clauses.map(structure) };
    case 'term':
      return {
        field: { name: fieldText(clause.field), encodedName: fieldText(clause.field) },
        operator: clause.operator,
        operand: clause.operand,
      };
  }
}

export const searchRoutes = [
  route('GET', '/search/jql', (call) => ok(search(call, fromQuery(call)))),
  route('POST', '/search/jql', (call) => ok(search(call, call.body(searchSchema)))),
  route('POST', '/search/approximate-count', (call) => {
    const { jql } = call.body(z.object({ jql: z.string() }));
    return ok({ count: runQuery(call, compiled(call, jql), call.site.index.documents()).length });
  }),
  route('POST', '/jql/parse', (call) => {
    const { queries } = call.body(z.object({ queries: z.array(z.string()) }));
    return ok({ queries: queries.map((query) => parsed(call, query)) });
  }),
];
