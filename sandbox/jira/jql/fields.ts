import { textOf } from '../adf';
import { categoryName } from '../beans/configuration';
import type { Caller, Site } from '../context';
import type { FieldDefinition } from '../fields/catalog';
import type { Issue } from '../store/model';
import type { JqlFieldName, JqlOperand, JqlOperator } from './ast';
import { isDateFunction, readDate } from './dates';
import { JqlError } from './error';
import { show } from './parser';
import { textMatches } from './text';

export type Predicate = (issue: Issue) => boolean;

/** How one field is searched. Operators are asked for in their positive form; the compiler turns them round. */
export interface JqlField {
  /** As messages call it. */
  name: string;
  operators: readonly JqlOperator[];
  isEmpty: Predicate;
  /**
   * @param operator '=', '~', '<', '<=', '>' or '>='
   * @throws JqlError when the operand means nothing for this field
   */
  match: (operator: JqlOperator, operand: JqlOperand) => Predicate;
  /** The same as any of several '=', for fields whose values a set can hold: long lists are searched at once. */
  matchAny?: (values: string[]) => Predicate;
  /** What ORDER BY compares; null sorts last. */
  order?: (issue: Issue) => string | number | null;
}

const EQUALITY: readonly JqlOperator[] = ['=', '!=', 'in', 'not in', 'is', 'is not'];
const ORDERED: readonly JqlOperator[] = [...EQUALITY, '<', '<=', '>', '>='];
const TEXT: readonly JqlOperator[] = ['~', '!~', 'is', 'is not'];

const never: Predicate = () => false;

interface Search {
  site: Site;
  caller: Caller;
}

/**
 * Finds the field that a query names.
 * @throws JqlError in Jira's words when there is none
 */
export function jqlField(search: Search, name: JqlFieldName): JqlField {
  const found = name.property
    ? propertyField(search, name.property.key, name.property.path, name.name)
    : (systemField(search, name.name.toLowerCase()) ??
      customField(search, name.name) ??
      aliasField(search, name.name));
  if (found) return found;
  throw new JqlError([`Field '${name.name}' does not exist or you do not have permission to view it.`]);
}

function systemField(search: Search, name: string): JqlField | undefined {
  const { site, caller } = search;
  const { store } = site;
  switch (name) {
    case 'project':
      return choiceField(
        'project',
        site.permissions.visibleProjects(caller.accountId),
        (issue) => issue.projectId,
        (one) => [one.key, one.name],
      );
    case 'issuetype':
    case 'type':
      return choiceField('issuetype', store.site.issueTypes, (issue) => issue.issueTypeId);
    case 'status':
      return choiceField('status', store.site.statuses, (issue) => issue.statusId);
    case 'statuscategory':
      return choiceField(
        'statusCategory',
        (['new', 'indeterminate', 'done'] as const).map((id) => ({ id, name: categoryName(id) })),
        (issue) => store.status(issue.statusId).category,
      );
    case 'priority':
      return priorityField(search);
    case 'resolution':
      return choiceField(
        'resolution',
        [...store.site.resolutions, { id: '', name: 'Unresolved' }],
        (issue) => issue.resolutionId ?? '',
        (one) => [one.name],
        (issue) => issue.resolutionId === null,
      );
    case 'labels':
      return valuesField('labels', EQUALITY, (issue) => issue.labels);
    case 'assignee':
      return userField(search, 'assignee', (issue) => issue.assigneeId);
    case 'reporter':
      return userField(search, 'reporter', (issue) => issue.reporterId);
    case 'creator':
      return userField(search, 'creator', (issue) => issue.creatorId);
    case 'created':
    case 'createddate':
      return dateField(search, 'created', (issue) => issue.created);
    case 'updated':
    case 'updateddate':
      return dateField(search, 'updated', (issue) => issue.updated);
    case 'resolved':
    case 'resolutiondate':
      return dateField(search, 'resolved', (issue) => issue.resolved);
    case 'statuscategorychangeddate':
      return dateField(search, 'statusCategoryChangedDate', (issue) => issue.statusChanged);
    case 'due':
    case 'duedate':
      return dateField(search, 'due', (issue) => (issue.dueDate === null ? null : Date.parse(issue.dueDate)));
    case 'summary':
      return textField('summary', (issue) => issue.summary);
    case 'description':
      return textField('description', (issue) => textOf(issue.description));
    case 'comment':
      return textField('comment', commentText);
    case 'text':
      return textField('text', (issue) =>
        [issue.summary, textOf(issue.description), commentText(issue)].join('\n'),
      );
    case 'key':
    case 'issuekey':
    case 'issue':
    case 'id':
      return keyField(search, name);
    default:
      return undefined;
  }
}

const commentText = (issue: Issue) => issue.comments.map((comment) => textOf(comment.body)).join('\n');

function choiceField<T extends { id: string; name: string }>(
  name: string,
  all: T[],
  read: (issue: Issue) => string,
  namesOf: (one: T) => string[] = (one) => [one.name],
  isEmpty: Predicate = never,
): JqlField {
  const sortNames = new Map(all.map((one) => [one.id, one.name.toLowerCase()]));
  return {
    name,
    operators: EQUALITY,
    isEmpty,
    match: (_, operand) => {
      const text = valueText(name, operand);
      const wanted = new Set(
        all
          .filter(
            (one) =>
              one.id === text || namesOf(one).some((known) => known.toLowerCase() === text.toLowerCase()),
          )
          .map((one) => one.id),
      );
      if (wanted.size === 0) throw noSuchValue(name, text);
      return (issue) => wanted.has(read(issue));
    },
    order: (issue) => sortNames.get(read(issue)) ?? null,
  };
}

function priorityField({ site }: Search): JqlField {
  const { priorities } = site.store.site;
  const base = choiceField('priority', priorities, (issue) => issue.priorityId);
  // Priorities are listed from the highest down; a higher one counts as greater.
  const rank = (id: string) => -priorities.findIndex((one) => one.id === id);
  return {
    ...base,
    operators: ORDERED,
    match: (operator, operand) => {
      if (operator === '=') return base.match(operator, operand);
      const text = valueText('priority', operand);
      const found = priorities.find(
        (one) => one.id === text || one.name.toLowerCase() === text.toLowerCase(),
      );
      if (!found) throw noSuchValue('priority', text);
      return (issue) => compare(operator, rank(issue.priorityId), rank(found.id));
    },
    order: (issue) => rank(issue.priorityId),
  };
}

function userField({ site, caller }: Search, name: string, read: (issue: Issue) => string | null): JqlField {
  return {
    name,
    operators: EQUALITY,
    isEmpty: (issue) => read(issue) === null,
    match: (_, operand) => {
      const wanted = people(operand);
      return (issue) => {
        const value = read(issue);
        return value !== null && wanted.includes(value);
      };
    },
    order: (issue) => site.store.account(read(issue) ?? '')?.displayName.toLowerCase() ?? null,
  };

  function people(operand: JqlOperand): string[] {
    if (operand.kind === 'function') {
      const called = operand.name.toLowerCase();
      if (called === 'currentuser') return [caller.accountId];
      const group = called === 'membersof' ? site.store.group(operand.arguments[0] ?? '') : undefined;
      if (group) return group.members;
      if (called === 'membersof') {
        throw new JqlError([
          `Function 'membersOf' can not generate a list of usernames for group '${operand.arguments[0] ?? ''}'; the group does not exist.`,
        ]);
      }
    }
    const text = valueText(name, operand).toLowerCase();
    const found = site.store.site.accounts.filter((account) =>
      [account.accountId, account.displayName, account.emailAddress ?? ''].some(
        (known) => known.toLowerCase() === text,
      ),
    );
    if (found.length === 0) throw noSuchValue(name, valueText(name, operand));
    return found.map((account) => account.accountId);
  }
}

function dateField({ site }: Search, name: string, read: (issue: Issue) => number | null): JqlField {
  return {
    name,
    operators: ORDERED,
    isEmpty: (issue) => read(issue) === null,
    match: (operator, operand) => {
      if (operand.kind === 'function' && !isDateFunction(operand.name)) throw noSuchFunction(operand.name);
      const wanted = readDate(operand, site.now());
      if (wanted === null) {
        throw new JqlError([
          `Date value '${valueText(name, operand)}' for field '${name}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
        ]);
      }
      return (issue) => {
        const value = read(issue);
        return value !== null && compare(operator, value, wanted);
      };
    },
    order: read,
  };
}

function textField(name: string, read: (issue: Issue) => string): JqlField {
  return {
    name,
    operators: name === 'text' ? ['~', '!~'] : TEXT,
    isEmpty: (issue) => read(issue) === '',
    match: (_, operand) => {
      const text = valueText(name, operand);
      return (issue) => textMatches(read(issue), text);
    },
    order: (issue) => read(issue).toLowerCase() || null,
  };
}

function keyField({ site, caller }: Search, name: string): JqlField {
  const numberOf = (issue: Issue) => issue.number;
  const find = (operand: JqlOperand): Issue => {
    const text = valueText(name, operand);
    const issue = site.store.issue(text);
    if (issue && site.permissions.canBrowse(caller.accountId, issue)) return issue;
    throw new JqlError([
      /^\d+$/.test(text)
        ? `A value with ID '${text}' does not exist for the field '${name}'.`
        : `An issue with key '${text.toUpperCase()}' does not exist for field '${name}'.`,
    ]);
  };
  return {
    name,
    operators: ORDERED,
    isEmpty: never,
    match: (operator, operand) => {
      const wanted = find(operand);
      if (operator === '=') return (issue) => issue.id === wanted.id;
      return (issue) =>
        issue.projectId === wanted.projectId && compare(operator, numberOf(issue), wanted.number);
    },
    order: (issue) => `${site.store.projectOf(issue).key}-${String(issue.number).padStart(9, '0')}`,
  };
}

/** A field that holds plain values and finds them by exact comparison. */
function valuesField(
  name: string,
  operators: readonly JqlOperator[],
  valuesOf: (issue: Issue) => (string | number)[],
): JqlField {
  return {
    name,
    operators,
    isEmpty: (issue) => valuesOf(issue).length === 0,
    match: (operator, operand) => {
      const text = valueText(name, operand);
      if (operator === '~')
        return (issue) => valuesOf(issue).some((value) => textMatches(String(value), text));
      if (operator === '=') return (issue) => valuesOf(issue).some((value) => String(value) === text);
      return (issue) => valuesOf(issue).some((value) => compare(operator, Number(value), Number(text)));
    },
    matchAny: (values) => {
      const wanted = new Set(values);
      return (issue) => valuesOf(issue).some((value) => wanted.has(String(value)));
    },
    order: (issue) => valuesOf(issue)[0] ?? null,
  };
}

const plainValues = (value: unknown): (string | number)[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is string | number => typeof one === 'string' || typeof one === 'number',
  );

function customField(search: Search, name: string): JqlField | undefined {
  const field = search.site.fields.all.find(
    (one) => one.custom && one.clauseNames.some((known) => known.toLowerCase() === name.toLowerCase()),
  );
  return field && customFieldOf(search, field);
}

function customFieldOf(search: Search, field: FieldDefinition): JqlField {
  const { name } = field;
  const read = (issue: Issue) => issue.custom[field.id] ?? null;
  switch (field.app?.type ?? field.admin?.type) {
    case 'select': {
      const options = (field.admin?.options ?? []).map((option) => ({ id: option.id, name: option.value }));
      return choiceField(
        name,
        options,
        (issue) => String(read(issue)),
        undefined,
        (issue) => read(issue) === null,
      );
    }
    case 'number':
      return valuesField(name, ORDERED, (issue) => plainValues(read(issue)));
    case 'datetime':
    case 'date':
      return dateField(search, name, (issue) => {
        const value = read(issue);
        if (typeof value === 'number') return value;
        return typeof value === 'string' ? Date.parse(value) : null;
      });
    case 'user':
      return userField(search, name, (issue) => {
        const value = read(issue);
        return typeof value === 'string' ? value : null;
      });
    case 'textfield':
      return textField(name, (issue) => String(read(issue) ?? ''));
    default:
      // An app's string field: "JQL offers autocomplete and exact comparison" (page of the custom field module).
      return valuesField(name, EQUALITY, (issue) => plainValues(read(issue)));
  }
}

/** An entity property that the manifest makes searchable, by its path. */
function propertyField(search: Search, key: string, path: string, name: string): JqlField | undefined {
  for (const module of search.site.app.entityProperties) {
    if (module.entityType !== 'issue' || module.propertyKey !== key) continue;
    const value = module.values.find((one) => one.path === path);
    if (value) return entityField(search, name, key, value);
  }
  return undefined;
}

function aliasField(search: Search, name: string): JqlField | undefined {
  for (const module of search.site.app.entityProperties) {
    const value = module.values.find((one) => one.searchAlias?.toLowerCase() === name.toLowerCase());
    if (value) return entityField(search, name, module.propertyKey, value);
  }
  return undefined;
}

const PROPERTY_OPERATORS: Record<string, readonly JqlOperator[]> = {
  string: EQUALITY,
  text: TEXT,
  number: ORDERED,
  date: ORDERED,
  user: EQUALITY,
};

function entityField(
  search: Search,
  name: string,
  key: string,
  value: { path: string; type: string },
): JqlField {
  const readPath = (issue: Issue) => value.path.split('.').reduce<unknown>(inside, issue.properties[key]);
  if (value.type === 'date') {
    return dateField(search, name, (issue) => {
      const text = readPath(issue);
      const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
      return Number.isNaN(at) ? null : at;
    });
  }
  return valuesField(name, PROPERTY_OPERATORS[value.type] ?? EQUALITY, (issue) =>
    plainValues(readPath(issue)),
  );
}

const inside = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

function compare(operator: JqlOperator, value: number, wanted: number): boolean {
  switch (operator) {
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return value === wanted;
  }
}

function valueText(field: string, operand: JqlOperand): string {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'function') throw noSuchFunction(operand.name);
  throw new JqlError([`The field '${field}' does not support the value ${show(operand)}.`]);
}

const noSuchFunction = (name: string) => new JqlError([`Unable to find JQL function '${name}()'.`]);
const noSuchValue = (field: string, value: string) =>
  new JqlError([`The value '${value}' does not exist for the field '${field}'.`]);
