import { z } from 'zod';

/** Jira's id of a user. Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/ */
export const userIdSchema = z.string().min(1).max(128);
