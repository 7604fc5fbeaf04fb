import { z } from 'zod';
import { command, request } from './http';

const accountSchema = z.object({ accountId: z.string(), displayName: z.string(), role: z.string() });
const sessionSchema = z.object({
  siteTitle: z.string(),
  account: accountSchema,
  accounts: z.array(accountSchema),
  isJiraAdmin: z.boolean(),
  modules: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      type: z.enum(['jira:projectPage', 'jira:globalPage', 'jira:adminPage', 'jira:issuePanel']),
      resource: z.string(),
      viewportSize: z.enum(['small', 'medium', 'large', 'xlarge']).optional(),
    }),
  ),
});
const statusSchema = z.object({
  now: z.number(),
  nextRunAt: z.number().nullable(),
  running: z.boolean(),
  runsFinished: z.number(),
  lastError: z.string().nullable(),
});

export type Session = z.infer<typeof sessionSchema>;
export type PageModule = Session['modules'][number];
export type SandboxStatus = z.infer<typeof statusSchema>;

/** Where on the site an app's page is shown. */
export interface Placement {
  issueKey?: string;
  projectKey?: string;
}

export const sandboxApi = {
  session: () => request('GET', '/sandbox/api/session', sessionSchema),
  switchAccount: (accountId: string) => command('PUT', '/sandbox/api/session', { accountId }),
  status: () => request('GET', '/sandbox/api/status', statusSchema),
  advanceClock: (hours: number) => command('POST', '/sandbox/api/clock/advance', { hours }),
  runScan: () => command('POST', '/sandbox/api/scan', {}),
  context: (moduleKey: string, placement: Placement) =>
    request('POST', '/sandbox/api/context', z.record(z.string(), z.unknown()), { moduleKey, ...placement }),
  invoke: (moduleKey: string, placement: Placement, functionKey: unknown, payload: unknown) =>
    request('POST', '/sandbox/api/invoke', z.object({ response: z.unknown() }), {
      moduleKey,
      ...placement,
      functionKey,
      payload,
    }),
};
