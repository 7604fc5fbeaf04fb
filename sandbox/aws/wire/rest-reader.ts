import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { WireRequest } from './http';
import { scalarFromText } from './scalars';

interface Route {
  schema: StaticOperationSchema;
  method: string;
  pathPattern: RegExp;
  labels: string[];
  literalSegments: number;
  fixedQuery: [string, string][];
}

/**
 * Finds which operation of a REST service a request calls, among all that the SDK's client knows, implemented here or
 * not. Takes the exports of a client package.
 */
export class RestRoutes {
  private readonly routes: Route[];

  constructor(
    clientExports: Record<string, unknown>,
    private readonly ignoredQuery: string[] = [],
  ) {
    this.routes = Object.values(clientExports)
      .filter(isOperationSchema)
      .map((schema) => toRoute(schema));
  }

  /** The operation and the labels of its path (`{FunctionName}`), or null when the service has no such operation. */
  match(
    request: WireRequest,
    accepts: (input: NormalizedSchema) => boolean = () => true,
  ): { schema: StaticOperationSchema; labels: Record<string, string> } | null {
    const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path;
    let best: { route: Route; labels: Record<string, string>; score: number } | null = null;
    for (const route of this.routes) {
      if (route.method !== request.method) continue;
      const found = route.pathPattern.exec(path);
      if (!found) continue;
      const fixed = route.fixedQuery.filter(([key]) => !this.ignoredQuery.includes(key));
      if (
        !fixed.every(
          ([key, value]) => request.query.has(key) && (value === '' || request.query.get(key) === value),
        )
      )
        continue;
      const hinted = route.fixedQuery.some(
        ([key, value]) => value !== '' && request.query.get(key) === value,
      );
      if (!accepts(NormalizedSchema.of(route.schema[4]))) continue;
      const score = fixed.length * 100 + route.literalSegments * 10 + (hinted ? 1 : 0);
      if (best && best.score >= score) continue;
      const labels = Object.fromEntries(
        route.labels.map((label, index) => [label, decodeURIComponent(found[index + 1] ?? '')]),
      );
      best = { route, labels, score };
    }
    return best && { schema: best.route.schema, labels: best.labels };
  }
}

/** Reads what the input of a REST operation has in labels, query string and headers; its protocol reads the body. */
export function readRestInput(
  schema: StaticOperationSchema,
  request: WireRequest,
  labels: Record<string, string>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, member] of NormalizedSchema.of(schema[4]).structIterator()) {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    if (httpLabel && labels[name] !== undefined) input[name] = scalarFromText(member, labels[name]);
    else if (httpHeader !== undefined) {
      const value = request.headers[String(httpHeader).toLowerCase()];
      if (value !== undefined)
        input[name] = readList(member, value.split(',')) ?? scalarFromText(member, value);
    } else if (httpQuery !== undefined) {
      const values = request.query.getAll(String(httpQuery));
      const [first] = values;
      if (first !== undefined) input[name] = readList(member, values) ?? scalarFromText(member, first);
    }
  }
  return input;
}

/** Whether an export of a client package is the schema of an operation. */
export function isOperationSchema(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9 && value.length === 6;
}

function readList(member: NormalizedSchema, values: string[]): unknown[] | null {
  if (!member.isListSchema()) return null;
  return values.map((value) => scalarFromText(member.getValueSchema(), value.trim()));
}

function toRoute(schema: StaticOperationSchema): Route {
  const traits = schema[3];
  const http = typeof traits === 'object' ? traits.http : undefined;
  if (!http) throw new TypeError(`${schema[2]} has no HTTP binding`);
  const [method, uri] = http;
  const [path = '/', query = ''] = uri.split('?');
  const labels: string[] = [];
  const trimmed = path.length > 1 ? path.replace(/\/$/, '') : path;
  const pattern = trimmed.replace(/\{(\w+)(\+?)\}|[.*+?^$()|[\]\\]/g, (token, label, greedy) => {
    if (label === undefined) return `\\${token}`;
    labels.push(label);
    return greedy ? '(.+)' : '([^/]+)';
  });
  return {
    schema,
    method,
    pathPattern: new RegExp(`^${pattern}$`),
    labels,
    literalSegments: trimmed.split('/').filter((segment) => segment && !segment.startsWith('{')).length,
    fixedQuery: [...new URLSearchParams(query)],
  };
}
