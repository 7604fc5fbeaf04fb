import { getAppContext } from '@forge/api';

/**
 * What Jira puts before the key of a module of this app in this environment, as in the type of a custom field and the key
 * of a global permission. Only inside an invocation.
 * Source: https://developer.atlassian.com/platform/forge/manifest-reference/modules/jira-global-permission
 */
export function extensionPrefix(): string {
  const { appAri, environmentAri } = getAppContext();
  return `ari:cloud:ecosystem::extension/${appAri.appId}/${environmentAri.environmentId}/static/`;
}
