import { jiraAsApp } from '../../jira/client';
import { extensionPrefix } from '../../jira/extension';
import { canBrowseProject, canSeeIssue, hasGlobalPermission, isAdministrator } from '../../jira/permissions';
import type { Caller } from './page-resolver';
import { Refusal } from './refusal';

/** The keys of the app's own permissions in manifest.yml. */
const VIEW_ALL_FINDINGS = 'view-all-findings';
const APPROVE_EXCEPTIONS = 'approve-exceptions';
const MANAGE_SETTINGS = 'manage-settings';

/** Jira administrators, and whoever they granted that permission of the app. */
async function hasOwnPermission(accountId: string, key: string): Promise<boolean> {
  const jira = jiraAsApp();
  return (
    (await hasGlobalPermission(jira, accountId, `${extensionPrefix()}${key}`)) ||
    (await isAdministrator(jira, accountId))
  );
}

/** Whether the caller may change the settings. */
export function mayManageSettings({ accountId }: Caller): Promise<boolean> {
  return hasOwnPermission(accountId, MANAGE_SETTINGS);
}

/** Settings: Jira administrators and whoever they granted the app's permission. */
export async function asSettingsManager(caller: Caller): Promise<null> {
  if (await mayManageSettings(caller)) return null;
  throw new Refusal(
    'forbidden',
    'Only Jira administrators and holders of the global permission “Manage cloud findings settings” can change the settings of Cloud Findings.',
  );
}

/** Global page: Jira administrators and whoever they granted the app's permission. */
export async function asViewerOfAll({ accountId }: Caller): Promise<null> {
  if (await hasOwnPermission(accountId, VIEW_ALL_FINDINGS)) return null;
  throw new Refusal(
    'forbidden',
    'You need the global permission “View all cloud findings”. A Jira administrator can grant it.',
  );
}

/** Whether the caller may grant and decline exceptions: Jira administrators and whoever they granted the permission. */
export function mayDecideExceptions({ accountId }: Caller): Promise<boolean> {
  return hasOwnPermission(accountId, APPROVE_EXCEPTIONS);
}

/** Project page: whoever may browse the project that the page stands in. Returns its key. */
export async function asProjectMember({ accountId, project }: Caller): Promise<string> {
  if (project !== null && (await canBrowseProject(jiraAsApp(), accountId, project.id))) return project.key;
  throw new Refusal('forbidden', 'You do not have access to this project.');
}

/** Issue panel: whoever may see the issue that the panel stands in. Returns its id. */
export async function asIssueViewer({ accountId, issueId }: Caller): Promise<string> {
  if (issueId !== null && (await canSeeIssue(jiraAsApp(), accountId, issueId))) return issueId;
  throw new Refusal('forbidden', 'You do not have access to this issue.');
}
