import { issueTypeBean, priorityValue, projectRef, resolutionBean } from '../beans/configuration';
import type { Site } from '../context';
import type { IssueType, Project, Transition } from '../store/model';
import type { FieldDefinition } from './catalog';

export interface ScreenField {
  field: FieldDefinition;
  required: boolean;
}

function screenField(site: Site, fieldId: string, required: boolean): ScreenField {
  const field = site.fields.byId(fieldId);
  if (!field) throw new Error(`The sandbox's Jira data names field ${fieldId}, which it does not define`);
  return { field, required };
}

/** What the create and the edit screen of a project hold. Read-only app fields are on neither, as in Jira. */
export function issueScreen(site: Site, project: Project): ScreenField[] {
  return [
    screenField(site, 'summary', true),
    screenField(site, 'issuetype', true),
    ...project.screen.map((entry) => screenField(site, entry.fieldId, entry.required)),
  ];
}

export function transitionScreen(site: Site, transition: Transition): ScreenField[] {
  return (transition.screen ?? []).map((entry) => screenField(site, entry.fieldId, entry.required));
}

/** What create metadata, edit metadata and transition metadata say of a field. */
export function fieldMetadata(site: Site, project: Project, type: IssueType | null, entry: ScreenField) {
  const { field, required } = entry;
  const allowedValues = allowed(site, project, type, field);
  const preset = defaultValue(site, field);
  return {
    required,
    schema: field.schema ?? { type: 'any' },
    name: field.name,
    key: field.id,
    hasDefaultValue: preset !== undefined,
    operations: field.id === 'labels' ? ['add', 'set', 'remove'] : ['set'],
    ...(allowedValues ? { allowedValues } : {}),
    ...(preset !== undefined && preset !== null ? { defaultValue: preset } : {}),
  };
}

function allowed(site: Site, project: Project, type: IssueType | null, field: FieldDefinition) {
  switch (field.id) {
    case 'project':
      return [projectRef(site, project)];
    case 'issuetype':
      return (type ? [type] : project.issueTypes.map((id) => site.store.issueType(id))).map((one) =>
        issueTypeBean(site, one),
      );
    case 'priority':
      return site.store.site.priorities.map((priority) => priorityValue(site, priority));
    case 'resolution':
      return site.store.site.resolutions.map((resolution) => resolutionBean(site, resolution));
    default:
      return field.admin?.options?.map((option) => ({
        self: `${site.baseUrl}/rest/api/3/customFieldOption/${option.id}`,
        ...option,
      }));
  }
}

/** undefined: Jira fills nothing in; null: it does, with the caller or nobody. */
function defaultValue(site: Site, field: FieldDefinition): unknown {
  if (field.id === 'priority') {
    return priorityValue(site, site.store.priority(site.store.site.defaultPriorityId));
  }
  return field.id === 'reporter' ? null : undefined;
}

/** Create metadata of a project's issue type: project first, then its screen. */
export const createScreen = (site: Site, project: Project): ScreenField[] => [
  screenField(site, 'project', true),
  ...issueScreen(site, project),
];
