import { z } from 'zod';
import type { Json } from '../../../src/domain/json';
import type { Caller, Site } from '../context';
import { JiraError } from '../errors';
import type { FieldDefinition } from '../fields/catalog';
import { isCalendarDay, parseJiraTime } from '../time';
import { commit } from './changes';

export interface AppFieldUpdate {
  field: FieldDefinition;
  issueIds: string[];
  value: unknown;
}

/**
 * Finds the app's field.
 * @throws JiraError 403 for anyone but the app that declares the field, 404 when there is no such field
 */
export function ownField(site: Site, caller: Caller, idOrKey: string): FieldDefinition {
  const field = site.fields.byIdOrKey(idOrKey);
  if (!field) throw new JiraError(404, [`The custom field '${idOrKey}' was not found.`]);
  if (!caller.viaApp || !field.app) {
    throw new JiraError(403, ['Only the app that provided the custom field can update its values.']);
  }
  return field;
}

/**
 * Sets the values of the app's fields, all of them or, when something is wrong, none.
 * @throws JiraError 400 for a value of another type, an issue that does not exist or a combination given twice
 */
export function setAppFields(
  site: Site,
  caller: Caller,
  updates: AppFieldUpdate[],
  how: { changelog: boolean },
): void {
  const values = new Map<string, Map<string, Json>>();
  for (const { field, issueIds, value } of updates) {
    const stored = readAppValue(site, field, value);
    for (const issueId of issueIds) {
      if (!site.store.issue(issueId))
        throw new JiraError(400, [`The issue with ID ${issueId} does not exist.`]);
      const ofIssue = values.get(issueId) ?? new Map<string, Json>();
      if (ofIssue.has(field.id)) {
        throw new JiraError(400, [`The field ${field.id} of issue ${issueId} is updated more than once.`]);
      }
      values.set(issueId, ofIssue.set(field.id, stored));
    }
  }
  for (const [issueId, ofIssue] of values) {
    const issue = site.store.issue(issueId);
    if (!issue) continue;
    const after = structuredClone(issue);
    for (const [fieldId, value] of ofIssue) {
      if (value === null) delete after.custom[fieldId];
      else after.custom[fieldId] = value;
    }
    commit(site, caller, issue, after, how);
  }
}

const accountReference = z.object({ accountId: z.string() });
const groupReference = z.object({ name: z.string() });

function readAppValue(site: Site, field: FieldDefinition, raw: unknown): Json {
  if (raw === null) return null;
  const refuse = (wanted: string) =>
    new JiraError(400, [], {
      [field.id]: `The value of the custom field '${field.name}' has to be ${wanted}.`,
    });
  switch (field.app?.type) {
    case 'string':
      if (typeof raw !== 'string') throw refuse('a string');
      return raw;
    case 'number':
      if (typeof raw !== 'number') throw refuse('a number');
      return raw;
    case 'date':
      if (typeof raw !== 'string' || !isCalendarDay(raw)) throw refuse('a date in the format yyyy-MM-dd');
      return raw;
    case 'datetime': {
      const at = typeof raw === 'string' ? parseJiraTime(raw) : null;
      if (at === null) throw refuse('a date and time in ISO 8601 with a time zone');
      // Jira drops the milliseconds of an app's datetime.
      return Math.floor(at / 1000) * 1000;
    }
    case 'user': {
      const given = accountReference.safeParse(raw);
      if (!given.success || !site.store.account(given.data.accountId))
        throw refuse('an existing { accountId }');
      return given.data.accountId;
    }
    case 'group': {
      const given = groupReference.safeParse(raw);
      if (!given.success || !site.store.group(given.data.name)) throw refuse('an existing { name }');
      return given.data.name;
    }
    case 'object': {
      const given = z.record(z.string(), z.json()).safeParse(raw);
      if (!given.success) throw refuse('an object');
      return given.data;
    }
    default:
      throw refuse('of a type that the sandbox knows');
  }
}
