import type { Site } from '../context';
import type { FieldDefinition } from '../fields/catalog';
import type { IssueType, Priority, Project, Resolution, Status } from '../store/model';
import { imageAddress } from './images';
import { userRef } from './people';

const api = (site: Site, path: string) => `${site.baseUrl}/rest/api/3${path}`;

const CATEGORIES = {
  new: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
  indeterminate: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
  done: { id: 3, key: 'done', colorName: 'green', name: 'Done' },
} as const;

export const statusCategories = (site: Site) =>
  Object.values(CATEGORIES).map((category) => ({
    self: api(site, `/statuscategory/${category.id}`),
    ...category,
  }));

export const categoryName = (category: Status['category']) => CATEGORIES[category].name;

export function statusBean(site: Site, status: Status) {
  const category = CATEGORIES[status.category];
  return {
    self: api(site, `/status/${status.id}`),
    description: '',
    iconUrl: `${site.baseUrl}/`,
    name: status.name,
    id: status.id,
    statusCategory: { self: api(site, `/statuscategory/${category.id}`), ...category },
  };
}

export function issueTypeBean(site: Site, type: IssueType) {
  return {
    self: api(site, `/issuetype/${type.id}`),
    id: type.id,
    description: type.description,
    iconUrl: imageAddress(site, 'issuetype', type.id),
    name: type.name,
    subtask: false,
    hierarchyLevel: 0,
  };
}

export function priorityBean(site: Site, priority: Priority) {
  return {
    self: api(site, `/priority/${priority.id}`),
    statusColor: priority.color,
    description: priority.description,
    iconUrl: imageAddress(site, 'priority', priority.id),
    name: priority.name,
    id: priority.id,
    isDefault: priority.id === site.store.site.defaultPriorityId,
  };
}

/** A priority as a field's value: without what only the priority list shows. */
export function priorityValue(site: Site, priority: Priority) {
  const { self, iconUrl, name, id } = priorityBean(site, priority);
  return { self, iconUrl, name, id };
}

export const resolutionBean = (site: Site, resolution: Resolution) => ({
  self: api(site, `/resolution/${resolution.id}`),
  id: resolution.id,
  description: resolution.description,
  name: resolution.name,
});

/** A project as an issue's field or a list shows it. */
export function projectRef(site: Site, project: Project) {
  return {
    self: api(site, `/project/${project.id}`),
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: project.typeKey,
    simplified: false,
    avatarUrls: {
      '48x48': imageAddress(site, 'project', project.id, 'xlarge'),
      '24x24': imageAddress(site, 'project', project.id, 'small'),
      '16x16': imageAddress(site, 'project', project.id, 'xsmall'),
      '32x32': imageAddress(site, 'project', project.id, 'medium'),
    },
  };
}

/** A project as GET /project/{key} and /project/search show it. */
export function projectBean(site: Site, project: Project, expand: ReadonlySet<string>) {
  const lead = userRef(site, project.leadAccountId);
  return {
    expand: 'description,lead,issueTypes,url,projectKeys,permissions,insight',
    ...projectRef(site, project),
    style: 'classic' as const,
    isPrivate: false,
    properties: {},
    ...(expand.has('description') ? { description: project.description } : {}),
    ...(expand.has('lead') && lead ? { lead } : {}),
    ...(expand.has('issueTypes')
      ? { issueTypes: project.issueTypes.map((id) => issueTypeBean(site, site.store.issueType(id))) }
      : {}),
  };
}

export function fieldBean(field: FieldDefinition) {
  return {
    id: field.id,
    key: field.key,
    name: field.name,
    custom: field.custom,
    orderable: field.orderable,
    navigable: field.navigable,
    searchable: field.searchable,
    clauseNames: field.clauseNames,
    ...(field.schema ? { schema: field.schema } : {}),
  };
}
