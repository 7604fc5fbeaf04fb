import { z } from 'zod';

/** The id of an issue or a project, as it is stored and sent back: a number that JSON writes as text. */
export const jiraIdSchema = z.string().regex(/^\d{1,15}$/);
