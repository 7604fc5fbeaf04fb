import { textOf } from '../adf';
import { issueTypeBean, priorityValue, projectRef, resolutionBean, statusBean } from '../beans/configuration';
import { userRef } from '../beans/people';
import type { Site } from '../context';
import type { ChangeItem, Issue } from '../store/model';
import { jiraTime } from '../time';
import type { FieldDefinition } from './catalog';

/** What a field of an issue shows in a REST answer. `comment` is left to the issue bean, which pages it. */
export function fieldValue(site: Site, issue: Issue, field: FieldDefinition): unknown {
  const { store } = site;
  switch (field.id) {
    case 'issuetype':
      return issueTypeBean(site, store.issueType(issue.issueTypeId));
    case 'project':
      return projectRef(site, store.projectOf(issue));
    case 'summary':
      return issue.summary;
    case 'description':
      return issue.description;
    case 'status':
      return statusBean(site, store.status(issue.statusId));
    case 'statuscategorychangedate':
      return jiraTime(issue.statusChanged);
    case 'priority':
      return priorityValue(site, store.priority(issue.priorityId));
    case 'resolution':
      return issue.resolutionId === null ? null : resolutionBean(site, store.resolution(issue.resolutionId));
    case 'resolutiondate':
      return issue.resolved === null ? null : jiraTime(issue.resolved);
    case 'labels':
      return issue.labels;
    case 'assignee':
      return userRef(site, issue.assigneeId);
    case 'reporter':
      return userRef(site, issue.reporterId);
    case 'creator':
      return userRef(site, issue.creatorId);
    case 'created':
      return jiraTime(issue.created);
    case 'updated':
      return jiraTime(issue.updated);
    case 'duedate':
      return issue.dueDate;
    default:
      return customValue(site, issue, field);
  }
}

function customValue(site: Site, issue: Issue, field: FieldDefinition): unknown {
  const value = issue.custom[field.id] ?? null;
  if (value === null) return null;
  if (field.admin?.type === 'select') {
    const option = field.admin.options?.find((one) => one.id === value);
    return option ? { self: `${site.baseUrl}/rest/api/3/customFieldOption/${option.id}`, ...option } : null;
  }
  if (field.app?.type === 'datetime' && typeof value === 'number') return jiraTime(value);
  if (field.app?.type === 'user' && typeof value === 'string') return userRef(site, value);
  if (field.app?.type === 'group' && typeof value === 'string') {
    const group = site.store.group(value);
    return group
      ? {
          name: group.name,
          groupId: group.groupId,
          self: `${site.baseUrl}/rest/api/3/group?groupId=${group.groupId}`,
        }
      : null;
  }
  return value;
}

type Described = Record<string, { field: FieldDefinition; id: string | null; text: string | null }>;

const CHANGELOG_FIELDS = [
  'project',
  'issuetype',
  'summary',
  'description',
  'status',
  'priority',
  'resolution',
  'labels',
  'assignee',
  'reporter',
  'duedate',
];

/** What a changelog says of each field that people or apps can change. */
function described(site: Site, issue: Issue): Described {
  const { store } = site;
  const named = (one: { id: string; name: string } | null) => ({
    id: one?.id ?? null,
    text: one?.name ?? null,
  });
  const person = (id: string | null) => ({
    id,
    text: id === null ? null : (store.account(id)?.displayName ?? id),
  });
  const words: Record<string, { id: string | null; text: string | null }> = {
    project: named(store.projectOf(issue)),
    issuetype: named(store.issueType(issue.issueTypeId)),
    summary: { id: null, text: issue.summary },
    description: { id: null, text: issue.description === null ? null : textOf(issue.description) },
    status: named(store.status(issue.statusId)),
    priority: named(store.priority(issue.priorityId)),
    resolution: named(issue.resolutionId === null ? null : store.resolution(issue.resolutionId)),
    labels: { id: null, text: issue.labels.join(' ') },
    assignee: person(issue.assigneeId),
    reporter: person(issue.reporterId),
    duedate: { id: issue.dueDate, text: issue.dueDate },
  };
  const result: Described = {};
  for (const field of site.fields.all) {
    const word = words[field.id];
    if (CHANGELOG_FIELDS.includes(field.id) && word) result[field.id] = { field, ...word };
    else if (field.custom) result[field.id] = { field, id: null, text: customText(site, issue, field) };
  }
  return result;
}

function customText(site: Site, issue: Issue, field: FieldDefinition): string | null {
  const value = customValue(site, issue, field);
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') {
    if ('value' in value && typeof value.value === 'string') return value.value;
    if ('displayName' in value && typeof value.displayName === 'string') return value.displayName;
    if ('name' in value && typeof value.name === 'string') return value.name;
    return JSON.stringify(value);
  }
  return String(value);
}

/** The changelog items that tell `before` from `after`. */
export function changeItems(site: Site, before: Issue, after: Issue): ChangeItem[] {
  const was = described(site, before);
  const is = described(site, after);
  return Object.entries(is).flatMap(([fieldId, now]) => {
    const then = was[fieldId];
    if (!then || (then.id === now.id && then.text === now.text)) return [];
    return [
      {
        field: now.field.custom ? now.field.name : fieldId,
        fieldId,
        fieldtype: now.field.custom ? ('custom' as const) : ('jira' as const),
        from: then.id,
        fromString: then.text,
        to: now.id,
        toText: now.text,
      },
    ];
  });
}
