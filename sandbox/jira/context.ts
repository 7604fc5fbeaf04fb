import type { FieldCatalog } from './fields/catalog';
import type { JiraAppDescription, JiraIssueEvent } from './options';
import type { Permissions } from './permissions';
import type { SearchIndex } from './search-index';
import type { JiraStore } from './store/store';

/** What every call of the site works with. */
export interface Site {
  store: JiraStore;
  permissions: Permissions;
  fields: FieldCatalog;
  index: SearchIndex;
  app: JiraAppDescription;
  baseUrl: string;
  now: () => number;
  emit: (event: JiraIssueEvent) => void;
}

/** Who calls. */
export interface Caller {
  accountId: string;
  /** Whether the request comes from the app (as itself or on behalf of the person). */
  viaApp: boolean;
}
