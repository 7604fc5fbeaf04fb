import { route } from '@forge/api';
import { z } from 'zod';
import type { JsonObject } from '../domain/json';
import type { Transition } from '../tickets/ports';
import type { JiraClient } from './client';
import { fieldMetadataSchema, screenFieldOf } from './screen-field';

/** The key of the status category that stands for finished work; its display name is translated, the key is not. */
export const DONE_CATEGORY = 'done';

const transitionSchema = z.object({
  id: z.string(),
  name: z.string(),
  to: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
  fields: z.record(z.string(), fieldMetadataSchema).default({}),
});

const transitionsSchema = z.object({ transitions: z.array(transitionSchema) });

/** The transitions that the client's user can make now, with the fields that each asks for. */
export async function getTransitions(jira: JiraClient, issueIdOrKey: string): Promise<Transition[]> {
  const answer = await jira.request({
    method: 'GET',
    path: route`/rest/api/3/issue/${issueIdOrKey}/transitions?expand=transitions.fields`,
    answer: transitionsSchema,
  });
  return answer.transitions.map(({ id, name, to, fields }) => ({
    id,
    name,
    toStatus: to.name,
    toDone: to.statusCategory.key === DONE_CATEGORY,
    fields: Object.entries(fields).map(([fieldId, metadata]) => screenFieldOf(fieldId, metadata)),
  }));
}

/** Makes a transition. Sent once: after a lost answer the caller looks at the status. */
export async function doTransition(
  jira: JiraClient,
  issueIdOrKey: string,
  transitionId: string,
  fields: JsonObject,
): Promise<void> {
  await jira.request({
    method: 'POST',
    path: route`/rest/api/3/issue/${issueIdOrKey}/transitions`,
    body: {
      transition: { id: transitionId },
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
    },
    answer: z.unknown(),
  });
}
