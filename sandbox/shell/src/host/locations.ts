import { z } from 'zod';
import type { PageModule } from '../api/sandbox';
import { paths } from '../router';

/** What router.navigate, open and getUrl name: an address, or one of Forge's navigation targets. */
export const locationSchema = z.union([
  z.object({ url: z.string() }),
  z.object({ target: z.literal('issue'), issueKey: z.string() }),
  z.object({
    target: z.literal('module'),
    moduleKey: z.string(),
    projectKey: z.string().optional(),
  }),
  z.object({ target: z.literal('projectSettingsDetails'), projectKey: z.string() }),
  z.object({ target: z.literal('dashboard'), dashboardId: z.string() }),
  z.object({ target: z.literal('userProfile'), accountId: z.string() }),
]);
export type Location = z.infer<typeof locationSchema>;

/**
 * The address that a location stands for.
 * @returns null when this stand-in for Jira has no such place
 */
export function addressOf(location: Location, modules: PageModule[]): URL | null {
  const path = pathOf(location, modules);
  if (path === null) return null;
  try {
    return new URL(path, window.location.origin);
  } catch {
    return null;
  }
}

function pathOf(location: Location, modules: PageModule[]): string | null {
  if ('url' in location) return location.url;
  if (location.target === 'issue') return paths.issue(location.issueKey);
  if (location.target !== 'module') return null;
  const module = modules.find(({ key }) => key === location.moduleKey);
  switch (module?.type) {
    case 'jira:globalPage':
      return paths.globalApp(module.key);
    case 'jira:adminPage':
      return paths.adminApp(module.key);
    case 'jira:projectPage':
      return location.projectKey === undefined ? null : paths.projectApp(location.projectKey, module.key);
    default:
      return null;
  }
}
