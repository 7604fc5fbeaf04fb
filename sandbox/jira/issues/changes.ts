import type { Caller, Site } from '../context';
import { changeItems, fieldValue } from '../fields/values';
import type { JiraIssueEvent } from '../options';
import type { ChangeGroup, Issue } from '../store/model';

const EVENT_FIELDS = [
  'summary',
  'issuetype',
  'creator',
  'created',
  'project',
  'reporter',
  'assignee',
  'updated',
  'status',
];

/**
 * Writes a changed issue: adds to its changelog, touches `updated` and sends the product event.
 * Without a change to a field there is no
 * event; a comment alone is kept without one.
 */
export function commit(
  site: Site,
  caller: Caller,
  before: Issue,
  after: Issue,
  how: { changelog: boolean } = { changelog: true },
): void {
  const items = changeItems(site, before, after);
  if (items.length === 0) {
    if (after.comments.length !== before.comments.length) site.store.put(after);
    return;
  }
  const now = site.now();
  if (after.statusId !== before.statusId) after.statusChanged = now;
  if (after.resolutionId !== before.resolutionId) after.resolved = after.resolutionId === null ? null : now;
  after.updated = now;
  if (!how.changelog) {
    site.store.put(after);
    return;
  }
  const group: ChangeGroup = { id: site.store.nextId(), authorId: caller.accountId, created: now, items };
  after.history.push(group);
  site.store.put(after);
  announce(site, caller, 'avi:jira:updated:issue', after, group);
}

export function announce(
  site: Site,
  caller: Caller,
  eventType: JiraIssueEvent['eventType'],
  issue: Issue,
  change?: ChangeGroup,
): void {
  const people = [issue.creatorId, issue.reporterId, issue.assigneeId].filter((id) => id !== null);
  site.emit({
    eventType,
    issue: {
      id: issue.id,
      key: site.store.keyOf(issue),
      fields: Object.fromEntries(
        EVENT_FIELDS.flatMap((id) => {
          const field = site.fields.byId(id);
          return field ? [[id, fieldValue(site, issue, field)]] : [];
        }),
      ),
    },
    atlassianId: caller.accountId,
    associatedUsers: [...new Set(people)].map((accountId) => ({ accountId })),
    ...(change ? { changelog: { id: change.id, items: change.items.map(eventItem) } } : {}),
    selfGenerated: caller.viaApp,
    timestamp: site.now(),
  });
}

function eventItem({ toText, ...item }: ChangeGroup['items'][number]) {
  return { ...item, toString: toText };
}
