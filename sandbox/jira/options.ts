import type { JiraSeed } from './store/model';

/** A `jira:customField` module of the manifest. */
export interface AppFieldModule {
  key: string;
  name: string;
  /** string, number, user, group, date, datetime or object */
  type: string;
  description: string;
  readOnly?: boolean;
}

/** A `jira:globalPermission` module of the manifest. */
export interface AppGlobalPermissionModule {
  key: string;
  name: string;
  description?: string;
  /** none, all, jira-administrators */
  defaultGrants: string[];
}

/** A `jira:entityProperty` module of the manifest: what makes an issue property searchable in JQL. */
export interface AppEntityPropertyModule {
  key: string;
  propertyKey: string;
  entityType: string;
  values: { path: string; type: string; searchAlias?: string }[];
}

/** The part of the app that Jira knows: what the manifest declares for it. */
export interface JiraAppDescription {
  appId: string;
  environmentId: string;
  /** DEVELOPMENT (the default), STAGING or PRODUCTION; part of the app's field keys. */
  environmentType?: string;
  customFields: AppFieldModule[];
  globalPermissions: AppGlobalPermissionModule[];
  entityProperties: AppEntityPropertyModule[];
}

/** A product event as Forge hands it to a trigger function. */
export interface JiraIssueEvent {
  eventType: 'avi:jira:created:issue' | 'avi:jira:updated:issue' | 'avi:jira:deleted:issue';
  issue: { id: string; key: string; fields: Record<string, unknown> };
  /** The account that made the change. */
  atlassianId: string;
  associatedUsers: { accountId: string }[];
  changelog?: {
    id: string;
    items: {
      field: string;
      fieldId: string;
      fieldtype: string;
      from: string | null;
      fromString: string | null;
      to: string | null;
      toString: string | null;
    }[];
  };
  /** Whether the app itself made the change (asApp or asUser). */
  selfGenerated: boolean;
  /** Milliseconds since 1970. */
  timestamp: number;
}

export interface JiraSandboxOptions {
  app: JiraAppDescription;
  /** Where people and the app reach the site, without a trailing slash; links in answers start with it. */
  baseUrl: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Where jira.json is kept; without it the site lives in memory only. */
  stateDir?: string;
  /** What a site without kept state starts with. */
  seed: JiraSeed;
  /** The token of `authorization: Forge-App <token>`; a random one when left out (see JiraSandbox.appToken). */
  appToken?: string;
  /** How long a write takes to appear in searches, in milliseconds; 0 when left out. */
  searchLagMs?: number;
  onEvent: (event: JiraIssueEvent) => void;
}

export const moduleAri = (app: JiraAppDescription, moduleKey: string) =>
  `ari:cloud:ecosystem::extension/${app.appId}/${app.environmentId}/static/${moduleKey}`;
