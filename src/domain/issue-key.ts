import { z } from 'zod';

/**
 * The key of an issue, no longer than its columns take. Underscores in a project's key are of sites that came from Data Center.
 * Source: https://confluence.atlassian.com/adminjiraserver0917/changing-the-project-key-format-1431246065.html
 */
export const issueKeySchema = z
  .string()
  .max(64)
  .regex(/^[A-Z][A-Z0-9_]+-\d+$/, 'must be the key of a Jira issue');
