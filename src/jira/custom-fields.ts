import { route } from '@forge/api';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import { TrackerError } from '../tickets/tracker-error';
import type { JiraClient } from './client';

const fieldSchema = z.object({
  id: z.string(),
  schema: z.object({ custom: z.string().optional() }).optional(),
});

/** A value of one of our custom fields on one issue; a datetime is an ISO string, null empties the field. */
export interface FieldValue {
  issueId: number;
  /** The field's key in manifest.yml. */
  field: string;
  value: string | null;
}

/** The ids of the app's own custom fields, by their key in manifest.yml. */
export type FieldIds = ReadonlyMap<string, string>;

/**
 * Looks up the app's fields. `extensionPrefix` is `ari:cloud:ecosystem::extension/{app}/{environment}/static/`, which
 * keeps apart two environments of the app, and other apps' fields with the same key.
 */
export async function getOwnFieldIds(jira: JiraClient, extensionPrefix: string): Promise<FieldIds> {
  const fields = await jira.request({
    method: 'GET',
    path: route`/rest/api/3/field`,
    answer: z.array(fieldSchema),
  });
  const own = new Map<string, string>();
  for (const field of fields) {
    const custom = field.schema?.custom ?? '';
    if (custom.startsWith(extensionPrefix)) own.set(custom.slice(extensionPrefix.length), field.id);
  }
  return own;
}

/** Jira documents no limit for one call; this keeps it well under any body limit. */
const MAX_UPDATES = 200;

/**
 * Sets values of the app's own fields on many issues, on whatever screen the fields are or are not. Throws a TrackerError
 * when a field is not there: the app's fields appear in Jira shortly after it is installed.
 * Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-custom-field-values--apps-/
 */
export async function setFieldValues(
  jira: JiraClient,
  fieldIds: FieldIds,
  values: readonly FieldValue[],
): Promise<void> {
  for (const updates of chunksOf(groupByFieldAndValue(fieldIds, values), MAX_UPDATES)) {
    await jira.request({
      method: 'POST',
      path: route`/rest/api/3/app/field/value`,
      body: { updates },
      answer: z.unknown(),
      idempotent: true,
    });
  }
}

interface FieldUpdate {
  customField: string;
  issueIds: number[];
  value: string | null;
}

function groupByFieldAndValue(fieldIds: FieldIds, values: readonly FieldValue[]): FieldUpdate[] {
  const updates = new Map<string, FieldUpdate>();
  for (const { field, issueId, value } of values) {
    const customField = fieldIds.get(field);
    if (customField === undefined) {
      throw new TrackerError(
        'refused',
        `Jira does not know the app's custom field "${field}" yet; it appears shortly after the app is installed.`,
      );
    }
    const key = JSON.stringify([customField, value]);
    const update = updates.get(key) ?? { customField, issueIds: [], value };
    update.issueIds.push(issueId);
    updates.set(key, update);
  }
  return [...updates.values()];
}
