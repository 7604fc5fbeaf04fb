/**
 * What became of a finding's issue.
 *
 * - `open`: its status is not done.
 * - `closed`: done, because a scan saw the finding resolved, or an exception covers it.
 * - `done-by-person`: a person moved it to done; no scan has looked since.
 * - `closed-by-person`: a person moved it to done, the finding still fails, and the app said so once.
 * - `reopened`: open again by the app, because a person closed it while the finding fails. Once: closed another time, it
 *   stays closed.
 * - `open-by-person`: a person opened it again after the finding was resolved or excepted.
 * - `deleted`: gone from Jira; the finding is not filed again until it resolves and fails anew.
 */
export const ISSUE_STATES = [
  'open',
  'closed',
  'done-by-person',
  'closed-by-person',
  'reopened',
  'open-by-person',
  'deleted',
] as const;
export type IssueState = (typeof ISSUE_STATES)[number];
