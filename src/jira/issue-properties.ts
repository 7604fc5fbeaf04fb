import { route } from '@forge/api';
import { z } from 'zod';
import type { JsonObject } from '../domain/json';
import type { JiraClient } from './client';

/** Sets an issue property, whether it was there or not. */
export async function setIssueProperty(
  jira: JiraClient,
  issueIdOrKey: string,
  propertyKey: string,
  value: JsonObject,
): Promise<void> {
  await jira.request({
    method: 'PUT',
    path: route`/rest/api/3/issue/${issueIdOrKey}/properties/${propertyKey}`,
    body: value,
    answer: z.unknown(),
  });
}
