import { SEVERITIES } from '../domain/severity';
import { priorityOf } from './issue-content';
import type { IssueTracker, ScreenField } from './ports';

/** A project and issue type in which issues can be filed, or why they cannot. */
export type FilingTarget =
  | {
      ok: true;
      projectKey: string;
      projectId: string;
      issueTypeId: string;
      /** The ids of the fields on the create screen. */
      screen: ReadonlySet<string>;
      priorities: { id: string; name: string }[];
      components: { id: string; name: string }[];
    }
  | { ok: false; problem: string };

/** What the app fills in itself, or Jira does without being asked. */
const FILLED = new Set(['project', 'issuetype', 'summary', 'description', 'reporter']);

/** What filing and keeping an issue takes of the app's user in a project. */
export const NEEDED_PERMISSIONS = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'TRANSITION_ISSUES',
  'ADD_COMMENTS',
] as const;

/**
 * Finds out whether issues of the type can be filed in the project. What is in the way is an answer, in a sentence that
 * names project, issue type and field; a TrackerError means that Jira could not be asked.
 */
export async function findFilingTarget(
  tracker: Pick<IssueTracker, 'projectFacts' | 'createFields'>,
  projectKey: string,
  issueType: string,
): Promise<FilingTarget> {
  const { project, missingPermissions, issueTypes } = await tracker.projectFacts(projectKey);
  if (!project) {
    return problem(
      `Project ${projectKey}: it does not exist, or the app may not see it. ` +
        `Check the project key, and that the project's permission scheme lets the app browse it.`,
    );
  }
  if (missingPermissions.length > 0) {
    return problem(
      `Project ${projectKey}: the app lacks the permission ${missingPermissions.join(', ')}. ` +
        `Grant it to the role atlassian-addons-project-access in the project's permission scheme.`,
    );
  }
  const type = issueTypes.find(({ id, name }) => id === issueType || sameName(name, issueType));
  if (!type) {
    const offered = issueTypes.map(({ name }) => name).join(', ') || 'none';
    return problem(
      `Project ${projectKey}: it has no issue type "${issueType}" (it has: ${offered}). ` +
        `Add the issue type to the project, or choose another one in the ticket policy.`,
    );
  }
  const fields = await tracker.createFields(projectKey, type.id);
  const unfilled = fields.filter(isUnfilled);
  if (unfilled.length > 0) {
    const names = unfilled.map(({ id, name }) => `"${name}" (${id})`).join(', ');
    return problem(
      `Project ${projectKey}, issue type ${type.name}: the required field ${names} has no default, ` +
        `and the app does not fill it. Give it a default, make it optional, or choose another issue type.`,
    );
  }
  return {
    ok: true,
    projectKey: project.key,
    projectId: project.id,
    issueTypeId: type.id,
    screen: new Set(fields.map(({ id }) => id)),
    priorities: fields.find(({ id }) => id === 'priority')?.options ?? [],
    components: fields.find(({ id }) => id === 'components')?.options ?? [],
  };
}

function isUnfilled(field: ScreenField): boolean {
  if (!field.required || field.hasDefault || FILLED.has(field.id)) return false;
  if (field.id === 'priority')
    return SEVERITIES.some((severity) => priorityOf(severity, field.options) === null);
  return field.id !== 'labels' && field.id !== 'duedate';
}

function problem(sentence: string): FilingTarget {
  return { ok: false, problem: sentence };
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Asks for each project and issue type once: create metadata is large and changes rarely. */
export function cachedFilingTargets(
  tracker: Pick<IssueTracker, 'projectFacts' | 'createFields'>,
): (projectKey: string, issueType: string) => Promise<FilingTarget> {
  const known = new Map<string, Promise<FilingTarget>>();
  return (projectKey, issueType) => {
    const key = JSON.stringify([projectKey, issueType]);
    const target = known.get(key) ?? findFilingTarget(tracker, projectKey, issueType);
    known.set(key, target);
    return target;
  };
}
