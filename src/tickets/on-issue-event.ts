import { z } from 'zod';
import type { ShownState } from '../domain/finding';
import { issueKeySchema } from '../domain/issue-key';
import type { IssueState } from './issue-state';

/**
 * What Forge says of a changed or deleted issue, as far as the app looks at it. The manifest filters out the changes
 * that the app makes itself (`ignoreSelf`).
 * Source: https://developer.atlassian.com/platform/forge/events-reference/jira/
 */
export const issueEventSchema = z.object({
  eventType: z.enum(['avi:jira:updated:issue', 'avi:jira:deleted:issue']),
  selfGenerated: z.boolean().optional(),
  issue: z.object({
    id: z.union([z.string(), z.number()]).transform(String),
    /** What Jira would not write is not taken note of. */
    key: issueKeySchema,
    fields: z
      .object({
        status: z.object({ statusCategory: z.object({ key: z.string() }) }).nullish(),
      })
      .optional(),
  }),
  changelog: z.object({ items: z.array(z.object({ field: z.string() })) }).nullish(),
});
export type IssueEvent = z.infer<typeof issueEventSchema>;

/** What is known of an issue of ours. */
export interface KnownIssue {
  findingId: string;
  findingState: ShownState;
  issueKey: string;
  state: IssueState;
}

export interface IssueEventStore {
  /** Null when the issue is none of ours. */
  findByIssue(issueId: string): Promise<KnownIssue | null>;
  markDeleted(findingId: string): Promise<void>;
  setIssueKey(findingId: string, issueKey: string): Promise<void>;
  /** Also asks the next sync to look at the finding. */
  setIssueState(findingId: string, state: IssueState, at: number): Promise<void>;
}

/**
 * Takes note of what people do with the app's issues: deleted, moved to another project, moved to done or back. It only
 * writes down; what follows from it is decided by the next sync.
 */
export async function onIssueEvent(
  deps: { store: IssueEventStore; clock: { now(): number } },
  event: IssueEvent,
): Promise<void> {
  if (event.selfGenerated) return;
  const known = await deps.store.findByIssue(event.issue.id);
  if (!known) return;
  if (event.eventType === 'avi:jira:deleted:issue') {
    await deps.store.markDeleted(known.findingId);
    return;
  }
  if (event.issue.key !== known.issueKey) await deps.store.setIssueKey(known.findingId, event.issue.key);
  // An event can be late: only one that is about the status may say what the status is.
  if (event.changelog && !event.changelog.items.some(({ field }) => field === 'status')) return;
  const category = event.issue.fields?.status?.statusCategory.key;
  if (category === undefined) return;
  const state = stateAfter(known, category === 'done');
  if (state !== known.state) await deps.store.setIssueState(known.findingId, state, deps.clock.now());
}

/** Most updates are of other fields and leave the state as it is. */
function stateAfter({ state, findingState }: KnownIssue, done: boolean): IssueState {
  const mayBeClosed = findingState === 'resolved' || findingState === 'excepted';
  switch (state) {
    case 'deleted':
      return state;
    case 'open':
      return done ? 'done-by-person' : state;
    case 'open-by-person':
      if (!done) return state;
      // As the app had left it; when it fails again, or its exception ends, it is the app's to reopen.
      return mayBeClosed ? 'closed' : 'done-by-person';
    case 'reopened':
      return done ? 'closed-by-person' : state;
    default:
      if (done) return state;
      return mayBeClosed ? 'open-by-person' : 'open';
  }
}
