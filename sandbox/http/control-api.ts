import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { extensionFor, PlacementRefused } from './extension';
import { JiraViewer } from './jira-viewer';
import type { LogTail } from './log-tail';
import type { PageManifest, PageModule } from './modules';
import type { ForgePart, JiraPart, SchedulePart } from './parts';

export interface ControlParts {
  forge: ForgePart;
  jira: JiraPart;
  schedule: SchedulePart;
  pages: PageManifest;
  /** What never changes about the app's context: cloud id, environment and so on. */
  siteContext: Record<string, unknown>;
  counters: () => Record<string, unknown>;
  log: LogTail;
}

const ACCOUNT_COOKIE = 'sandbox-account';
const HOUR_MS = 60 * 60 * 1000;

const switchSchema = z.object({ accountId: z.string() });
const placementSchema = z.object({
  moduleKey: z.string(),
  issueKey: z.string().optional(),
  projectKey: z.string().optional(),
});
const invokeSchema = placementSchema.extend({ functionKey: z.string(), payload: z.unknown().optional() });
const advanceSchema = z.object({
  hours: z
    .number()
    .positive()
    .max(24 * 365),
});

/** What the shell asks of the sandbox. Who asks is taken from the cookie, never from what is asked. */
export function controlApi(parts: ControlParts): Hono {
  const app = new Hono();
  const { jira, schedule } = parts;

  app.use(async (context, next) => {
    // A JSON body cannot be sent from a foreign page without this server's consent, which it never gives.
    if (context.req.method !== 'GET' && !context.req.header('content-type')?.startsWith('application/json')) {
      return refuse(context, 415, 'Send JSON.');
    }
    return next();
  });

  app.get('/session', async (context) => {
    const account = accountOf(context, jira);
    return context.json({
      siteTitle: jira.siteTitle,
      account,
      accounts: jira.accounts,
      isJiraAdmin: await new JiraViewer(jira.app, account.accountId).isJiraAdmin(),
      modules: parts.pages.modules,
    });
  });

  app.put('/session', async (context) => {
    const { accountId } = switchSchema.parse(await context.req.json());
    if (!jira.accounts.some((account) => account.accountId === accountId)) {
      return refuse(context, 400, `accountId: the site has no account ${accountId}.`);
    }
    setCookie(context, ACCOUNT_COOKIE, accountId, { httpOnly: true, sameSite: 'Lax', path: '/' });
    return context.json({});
  });

  app.post('/context', async (context) => {
    const { moduleKey, ...placement } = placementSchema.parse(await context.req.json());
    const module = moduleOf(parts.pages, moduleKey);
    const account = accountOf(context, jira);
    const extension = await extensionFor(module, placement, new JiraViewer(jira.app, account.accountId));
    return context.json({
      ...parts.siteContext,
      accountId: account.accountId,
      siteUrl: new URL(context.req.url).origin,
      moduleKey,
      localId: `${String(parts.siteContext['cloudId'])}-${moduleKey}`,
      locale: 'en-US',
      timezone: 'Etc/UTC',
      extension,
    });
  });

  app.post('/invoke', async (context) => {
    const { moduleKey, functionKey, payload, ...placement } = invokeSchema.parse(await context.req.json());
    const module = moduleOf(parts.pages, moduleKey);
    const { accountId } = accountOf(context, jira);
    const extension = await extensionFor(module, placement, new JiraViewer(jira.app, accountId));
    try {
      const response = await parts.forge.invokeResolver({
        moduleKey,
        functionKey,
        payload,
        accountId,
        extension,
      });
      return context.json({ response: response ?? null });
    } catch (error) {
      parts.log.write(
        `${moduleKey} ${functionKey} failed: ${error instanceof Error ? error.stack : error}`,
        'error',
      );
      return refuse(context, 500, `There was an error invoking the function - ${messageOf(error)}`);
    }
  });

  app.get('/status', (context) => context.json(schedule.status()));
  app.get('/counters', (context) => context.json(parts.counters()));
  app.get('/log', (context) => context.json({ lines: parts.log.lines() }));

  app.post('/scan', (context) => {
    schedule.runNow();
    return context.json({}, 202);
  });

  app.post('/clock/advance', async (context) => {
    const { hours } = advanceSchema.parse(await context.req.json());
    schedule.advance(hours * HOUR_MS);
    return context.json({ now: schedule.status().now });
  });

  app.notFound((context) => refuse(context, 404, `The sandbox has no ${context.req.path}.`));
  app.onError((error, context) => {
    if (error instanceof PlacementRefused) return refuse(context, error.status, error.message);
    if (error instanceof z.ZodError) return refuse(context, 400, z.prettifyError(error));
    if (error instanceof SyntaxError) return refuse(context, 400, 'The body is not JSON.');
    parts.log.write(`${context.req.method} ${context.req.path} failed: ${error.stack}`, 'error');
    return refuse(context, 500, messageOf(error));
  });
  return app;
}

function accountOf(context: Context, jira: JiraPart) {
  const asked = getCookie(context, ACCOUNT_COOKIE) ?? jira.defaultAccountId;
  const account =
    jira.accounts.find(({ accountId }) => accountId === asked) ??
    jira.accounts.find(({ accountId }) => accountId === jira.defaultAccountId);
  if (account === undefined) throw new Error(`The site has no account ${jira.defaultAccountId}`);
  return account;
}

function moduleOf(pages: PageManifest, moduleKey: string): PageModule {
  const module = pages.modules.find(({ key }) => key === moduleKey);
  if (module === undefined)
    throw new PlacementRefused(404, `manifest.yml has no page module “${moduleKey}”.`);
  return module;
}

/** Refusals have the shape of Jira's, so that the shell reads both with the same code. */
function refuse(context: Context, status: 400 | 403 | 404 | 415 | 500, message: string) {
  return context.json({ errorMessages: [message], errors: {} }, status);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
