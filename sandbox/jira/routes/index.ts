import type { Route } from '../http/route';
import { appFieldRoutes } from './app-fields';
import { configurationRoutes } from './configuration';
import { issueDetailRoutes } from './issue-details';
import { issueRoutes } from './issues';
import { peopleRoutes } from './people';
import { permissionRoutes } from './permissions';
import { searchRoutes } from './search';

/** Every call that the sandbox's Jira answers. */
export const routes: Route[] = [
  ...configurationRoutes,
  ...peopleRoutes,
  ...permissionRoutes,
  ...issueRoutes,
  ...issueDetailRoutes,
  ...appFieldRoutes,
  ...searchRoutes,
];
