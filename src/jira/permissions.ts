import { route } from '@forge/api';
import { z } from 'zod';
import type { JiraClient } from './client';

const grantsSchema = z.object({
  globalPermissions: z.array(z.string()),
  projectPermissions: z.array(
    z.object({
      permission: z.string(),
      projects: z.array(z.number()),
      issues: z.array(z.number()),
    }),
  ),
});

interface PermissionsQuestion {
  /** Whose permissions; the client's own user when left out. */
  accountId?: string;
  globalPermissions?: string[];
  projectPermissions?: { permissions: string[]; projects?: number[]; issues?: number[] }[];
}

/** Whether the person administers Jira. */
export function isAdministrator(jira: JiraClient, accountId: string): Promise<boolean> {
  return hasGlobalPermission(jira, accountId, 'ADMINISTER');
}

/**
 * Whether the person has the global permission; an app's own is named
 * `ari:cloud:ecosystem::extension/{app}/{environment}/static/{key}`.
 * Source: https://developer.atlassian.com/platform/forge/manifest-reference/modules/jira-global-permission
 */
export async function hasGlobalPermission(
  jira: JiraClient,
  accountId: string,
  permission: string,
): Promise<boolean> {
  const grants = await check(jira, { accountId, globalPermissions: [permission] });
  return grants.globalPermissions.includes(permission);
}

/** Whether the person can see the project. */
export async function canBrowseProject(
  jira: JiraClient,
  accountId: string,
  projectId: string,
): Promise<boolean> {
  const id = Number(projectId);
  const grants = await check(jira, {
    accountId,
    projectPermissions: [{ permissions: ['BROWSE_PROJECTS'], projects: [id] }],
  });
  return grants.projectPermissions.some(
    (grant) => grant.permission === 'BROWSE_PROJECTS' && grant.projects.includes(id),
  );
}

/** Whether the person can see the issue, issue security included. */
export async function canSeeIssue(jira: JiraClient, accountId: string, issueId: string): Promise<boolean> {
  const id = Number(issueId);
  const grants = await check(jira, {
    accountId,
    projectPermissions: [{ permissions: ['BROWSE_PROJECTS'], issues: [id] }],
  });
  return grants.projectPermissions.some(
    (grant) => grant.permission === 'BROWSE_PROJECTS' && grant.issues.includes(id),
  );
}

/** Which of the project permissions the client's own user lacks in the project. */
export async function missingPermissions(
  jira: JiraClient,
  projectId: string,
  permissions: readonly string[],
): Promise<string[]> {
  const id = Number(projectId);
  const grants = await check(jira, {
    projectPermissions: [{ permissions: [...permissions], projects: [id] }],
  });
  const granted = new Set(
    grants.projectPermissions.filter((grant) => grant.projects.includes(id)).map((grant) => grant.permission),
  );
  return permissions.filter((permission) => !granted.has(permission));
}

function check(jira: JiraClient, question: PermissionsQuestion): Promise<z.infer<typeof grantsSchema>> {
  return jira.request({
    method: 'POST',
    path: route`/rest/api/3/permissions/check`,
    body: question,
    answer: grantsSchema,
    idempotent: true,
  });
}
