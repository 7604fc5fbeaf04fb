import { canonicalJson } from '../domain/canonical-json';
import type { JsonObject } from '../domain/json';
import { SEVERITIES } from '../domain/severity';
import { problemWithDefault } from './field-default';
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
      /** By field id: the policy's defaults that the screen asks for. */
      defaults: JsonObject;
      /** What the project requires and the app fills only by a default of the policy. */
      required: ScreenField[];
    }
  | { ok: false; problem: string; priorities: { id: string; name: string }[]; required: ScreenField[] };

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

export interface FilingPlace {
  projectKey: string;
  issueType: string;
  /** What the policy says for fields that the app does not fill, by field id. */
  fieldDefaults: JsonObject;
}

/**
 * Finds out whether issues of the type can be filed in the project. What is in the way is an answer, in a sentence that
 * names project, issue type and field; a TrackerError means that Jira could not be asked.
 */
export async function findFilingTarget(
  tracker: Pick<IssueTracker, 'projectFacts' | 'createFields'>,
  { projectKey, issueType, fieldDefaults }: FilingPlace,
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
  const priorities = fields.find(({ id }) => id === 'priority')?.options ?? [];
  const required = fields.filter(isUnfilled);
  const defaults = Object.fromEntries(
    fields.flatMap(({ id }) => {
      const value = fieldDefaults[id];
      return value === undefined || FILLED.has(id) ? [] : [[id, value] as const];
    }),
  );
  const where = `Project ${projectKey}, issue type ${type.name}`;
  const unfilled = required.filter(({ id }) => defaults[id] === undefined);
  if (unfilled.length > 0) {
    const names = unfilled.map(({ id, name }) => `"${name}" (${id})`).join(', ');
    return problem(
      `${where}: the required field ${names} has no default, and the app does not fill it. ` +
        `Give it a default in the policy or in Jira, make it optional, or choose another issue type.`,
      { priorities, required },
    );
  }
  for (const field of fields) {
    const value = defaults[field.id];
    const wrong = value === undefined ? null : problemWithDefault(field, value);
    if (wrong !== null)
      return problem(
        `${where}: the policy's default of the field "${field.name}" (${field.id}) does not fit: it ${wrong}.`,
        { priorities, required },
      );
  }
  return {
    ok: true,
    projectKey: project.key,
    projectId: project.id,
    issueTypeId: type.id,
    screen: new Set(fields.map(({ id }) => id)),
    priorities,
    defaults,
    required,
    components: fields.find(({ id }) => id === 'components')?.options ?? [],
  };
}

function isUnfilled(field: ScreenField): boolean {
  if (!field.required || field.hasDefault || FILLED.has(field.id)) return false;
  if (field.id === 'priority')
    return SEVERITIES.some((severity) => priorityOf(severity, field.options) === null);
  return field.id !== 'labels' && field.id !== 'duedate';
}

function problem(
  sentence: string,
  known: { priorities: { id: string; name: string }[]; required: ScreenField[] } = {
    priorities: [],
    required: [],
  },
): FilingTarget {
  return { ok: false, problem: sentence, ...known };
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** What tells one place to file in from another. */
export function placeKey({ projectKey, issueType, fieldDefaults }: FilingPlace): string {
  return canonicalJson({ projectKey, issueType, fieldDefaults });
}

/** Asks for each place once: create metadata is large and changes rarely. */
export function cachedFilingTargets(
  tracker: Pick<IssueTracker, 'projectFacts' | 'createFields'>,
): (place: FilingPlace) => Promise<FilingTarget> {
  const known = new Map<string, Promise<FilingTarget>>();
  return (place) => {
    const key = placeKey(place);
    const target = known.get(key) ?? findFilingTarget(tracker, place);
    known.set(key, target);
    return target;
  };
}
