import { ServerResponse } from 'node:http';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Caller, Site } from '../context';
import { JiraError } from '../errors';
import type { CallCounter } from './call-counter';
import { callerOf } from './caller';
import type { FaultEffect, Faults } from './faults';
import { type Answer, Call, type Route } from './route';

const PREFIX = '/rest/api/3';

interface Machinery {
  site: Site;
  appToken: string;
  faults: Faults;
  counter: CallCounter;
}

/** The REST API as a Hono app; routes keep the names of Jira's OpenAPI description. */
export function restApp(routes: Route[], machinery: Machinery): Hono {
  const app = new Hono();
  // Hono takes the first route that matches, so that fixed paths have to come before those with parameters.
  const ordered = [...routes].sort((a, b) => parameters(a.path) - parameters(b.path));
  for (const route of ordered) {
    const path = PREFIX + route.path.replace(/\{(\w+)\}/g, ':$1');
    app.on(route.method, path, (context) => answer(context, route, machinery));
  }
  app.notFound((context) =>
    context.json({ errorMessages: [unknownPath(context.req.path)], errors: {} }, 404),
  );
  app.onError((error, context) => {
    if (error instanceof JiraError) return context.json(error.body, error.status);
    console.error(`sandbox Jira failed on ${context.req.method} ${context.req.path}:`, error);
    return context.json({ errorMessages: ['Internal server error'], errors: {} }, 500);
  });
  return app;
}

const parameters = (path: string) => (path.match(/\{/g) ?? []).length;

const unknownPath = (path: string) =>
  `The sandbox has no ${path}: it is not a call of Jira's REST API v3, or one that this sandbox does not implement.`;

async function answer(context: Context, route: Route, machinery: Machinery): Promise<Response> {
  const { site, faults, counter } = machinery;
  const caller = callerOf(context, site, machinery.appToken);
  counter.count(`${route.method} ${PREFIX}${route.path}`, caller.viaApp);
  const url = new URL(context.req.url);
  const fault = faults.strike({
    method: route.method,
    path: route.path,
    target: url.pathname.slice(PREFIX.length) + url.search,
    viaApp: caller.viaApp,
  });
  const early = fault && (await before(context, fault));
  if (early) return early;
  const response = await handle(context, route, site, caller, url);
  return fault?.kind === 'answer-lost' ? lose(context) : response;
}

async function handle(
  context: Context,
  route: Route,
  site: Site,
  caller: Caller,
  url: URL,
): Promise<Response> {
  try {
    const body = await readBody(context);
    const result = route.handle(new Call(site, caller, context.req.param(), url.searchParams, body));
    return respond(result);
  } catch (error) {
    if (error instanceof JiraError) return context.json(error.body, error.status);
    throw error;
  }
}

function respond(result: Answer): Response {
  const { status } = result;
  if (result.svg !== undefined) {
    return new Response(result.svg, { status, headers: { 'content-type': 'image/svg+xml' } });
  }
  if (result.body === undefined) return new Response(null, { status });
  return new Response(JSON.stringify(result.body), {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
  });
}

/** @throws JiraError 415 for a body that is not announced as JSON, 400 for one that is not JSON */
async function readBody(context: Context): Promise<unknown> {
  if (context.req.method === 'GET') return undefined;
  const text = await context.req.text();
  if (text === '') return undefined;
  if (!context.req.header('content-type')?.includes('application/json')) {
    throw new JiraError(415, ['Unsupported Media Type']);
  }
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    throw new JiraError(400, ['There was an error parsing JSON. Check that your request body is valid.']);
  }
}

async function before(context: Context, effect: FaultEffect): Promise<Response | null> {
  switch (effect.kind) {
    case 'rate-limit':
      context.header('Retry-After', String(effect.retryAfterSeconds));
      context.header('RateLimit-Reason', 'jira-burst-based');
      return context.json({ errorMessages: ['Rate limit exceeded.'], errors: {} }, 429);
    case 'error':
      return context.json(
        { errorMessages: effect.errorMessages ?? ['Something went wrong'], errors: {} },
        effect.status,
      );
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, effect.milliseconds));
      return null;
    case 'answer-lost':
      return null;
  }
}

const nodeBindings = z.object({ outgoing: z.instanceof(ServerResponse) });

/** Over HTTP the connection breaks; a caller inside the process, who has none, sees a gateway's error. */
function lose(context: Context): Response {
  const node = nodeBindings.safeParse(context.env);
  if (node.success) node.data.outgoing.destroy();
  return context.text('Bad Gateway', 502);
}
