import { type JiraAppDescription, moduleAri } from '../options';
import type { AdminField } from '../store/model';
import type { JiraStore } from '../store/store';

export interface FieldSchema {
  type: string;
  system?: string;
  custom?: string;
  customId?: number;
  items?: string;
}

export interface FieldDefinition {
  id: string;
  key: string;
  name: string;
  description: string;
  custom: boolean;
  /** Present on screens; the others are kept by Jira itself. */
  orderable: boolean;
  navigable: boolean;
  searchable: boolean;
  clauseNames: string[];
  schema: FieldSchema | null;
  /** The app's field, with its data type of the manifest. */
  app?: { moduleKey: string; type: string };
  /** An admin's field. */
  admin?: AdminField;
}

const system = (
  id: string,
  name: string,
  schema: FieldSchema | null,
  more: Partial<FieldDefinition> = {},
): FieldDefinition => ({
  id,
  key: id,
  name,
  description: '',
  custom: false,
  orderable: true,
  navigable: true,
  searchable: true,
  clauseNames: [id],
  schema,
  ...more,
});

const kept = { orderable: false };

const SYSTEM_FIELDS: FieldDefinition[] = [
  system(
    'issuetype',
    'Issue Type',
    { type: 'issuetype', system: 'issuetype' },
    { clauseNames: ['issuetype', 'type'] },
  ),
  system('issuekey', 'Key', null, {
    ...kept,
    clauseNames: ['id', 'issue', 'issuekey', 'key'],
  }),
  system('project', 'Project', { type: 'project', system: 'project' }, kept),
  system('summary', 'Summary', { type: 'string', system: 'summary' }),
  system('description', 'Description', { type: 'string', system: 'description' }),
  system('status', 'Status', { type: 'status', system: 'status' }, kept),
  system(
    'statuscategorychangedate',
    'Status Category Changed',
    { type: 'datetime', system: 'statuscategorychangedate' },
    {
      ...kept,
      clauseNames: ['statusCategoryChangedDate'],
    },
  ),
  system('priority', 'Priority', { type: 'priority', system: 'priority' }),
  system('resolution', 'Resolution', { type: 'resolution', system: 'resolution' }),
  system(
    'resolutiondate',
    'Resolved',
    { type: 'datetime', system: 'resolutiondate' },
    {
      ...kept,
      clauseNames: ['resolutiondate', 'resolved'],
    },
  ),
  system('labels', 'Labels', { type: 'array', items: 'string', system: 'labels' }),
  system('assignee', 'Assignee', { type: 'user', system: 'assignee' }),
  system('reporter', 'Reporter', { type: 'user', system: 'reporter' }),
  system('creator', 'Creator', { type: 'user', system: 'creator' }, kept),
  system(
    'created',
    'Created',
    { type: 'datetime', system: 'created' },
    { ...kept, clauseNames: ['created', 'createdDate'] },
  ),
  system(
    'updated',
    'Updated',
    { type: 'datetime', system: 'updated' },
    { ...kept, clauseNames: ['updated', 'updatedDate'] },
  ),
  system('duedate', 'Due date', { type: 'date', system: 'duedate' }, { clauseNames: ['due', 'duedate'] }),
  system('comment', 'Comment', { type: 'comments-page', system: 'comment' }, { navigable: false }),
];

const ADMIN_TYPES: Record<AdminField['type'], FieldSchema> = {
  select: { type: 'option', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:select' },
  number: { type: 'number', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:float' },
  textfield: { type: 'string', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield' },
};

const customId = (id: string) => Number(id.slice('customfield_'.length));

/** Every field of the site: Jira's, the admins' and the app's. */
export class FieldCatalog {
  readonly all: FieldDefinition[];
  readonly #byId: Map<string, FieldDefinition>;

  constructor(store: JiraStore, app: JiraAppDescription) {
    const admins = store.site.adminFields.map((field) => ({
      ...system(field.id, field.name, { ...ADMIN_TYPES[field.type], customId: customId(field.id) }),
      description: field.description,
      custom: true,
      clauseNames: [`cf[${customId(field.id)}]`, field.name],
      admin: field,
    }));
    const ours = app.customFields.map((module) => {
      const id = store.appFieldId(module.key);
      return {
        ...system(id, module.name, {
          type: module.type,
          custom: moduleAri(app, module.key),
          customId: customId(id),
        }),
        // The form that the custom field module's page shows: <app id>__<environment>__<module key>.
        key: `${app.appId}__${app.environmentType ?? 'DEVELOPMENT'}__${module.key}`,
        description: module.description,
        custom: true,
        clauseNames: [`cf[${customId(id)}]`, module.name],
        app: { moduleKey: module.key, type: module.type },
      };
    });
    this.all = [...SYSTEM_FIELDS, ...admins, ...ours];
    this.#byId = new Map(this.all.map((field) => [field.id, field]));
  }

  byId(id: string): FieldDefinition | undefined {
    return this.#byId.get(id);
  }

  /** Finds by id, by key, or by the ARI that GET /field gives as `schema.custom`. */
  byIdOrKey(idOrKey: string): FieldDefinition | undefined {
    return (
      this.#byId.get(idOrKey) ??
      this.all.find((field) => field.key === idOrKey || (field.app && field.schema?.custom === idOrKey))
    );
  }
}
