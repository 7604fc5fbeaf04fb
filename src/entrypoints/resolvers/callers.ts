import { jiraAsApp } from '../../jira/client';
import { extensionPrefix } from '../../jira/extension';
import { canBrowseProject, canSeeIssue, hasGlobalPermission, isAdministrator } from '../../jira/permissions';
import type { Caller } from './page-resolver';
import { Refusal } from './refusal';

/** The keys of the app's own permissions in manifest.yml. */
const VIEW_ALL_FINDINGS = 'view-all-findings';
const APPROVE_EXCEPTIONS = 'approve-exceptions';

/** Admin page: Jira administrators only. */
export async function asAdministrator({ accountId }: Caller): Promise<null> {
  if (await isAdministrator(jiraAsApp(), accountId)) return null;
  throw new Refusal('forbidden', 'Only Jira administrators can change the settings of Cloud Findings.');
}

/** Global page: Jira administrators and whoever they granted the app's permission. */
export async function asViewerOfAll({ accountId }: Caller): Promise<null> {
  const jira = jiraAsApp();
  if (await hasGlobalPermission(jira, accountId, `${extensionPrefix()}${VIEW_ALL_FINDINGS}`)) return null;
  if (await isAdministrator(jira, accountId)) return null;
  throw new Refusal(
    'forbidden',
    'You need the global permission “View all cloud findings”. A Jira administrator can grant it.',
  );
}

/** Whether the caller may grant and decline exceptions: Jira administrators and whoever they granted the permission. */
export async function mayDecideExceptions({ accountId }: Caller): Promise<boolean> {
  const jira = jiraAsApp();
  return (
    (await hasGlobalPermission(jira, accountId, `${extensionPrefix()}${APPROVE_EXCEPTIONS}`)) ||
    (await isAdministrator(jira, accountId))
  );
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
