import {
  adminFields,
  DEFAULT_PRIORITY,
  issueTypes,
  priorities,
  resolutions,
  statuses,
  workflows,
} from './seed/configuration';
import { type HumanIssue, humanIssues } from './seed/issues';
import { ADMIN_GROUP, DEMO_ACCOUNTS, groups, people } from './seed/people';
import { projects } from './seed/projects';
import type { Issue, JiraSeed } from './store/model';

export { DEMO_ACCOUNTS } from './seed/people';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The demo site of Harbor & Pine, an online shop: four people, nine projects and what they filed so far.
 * @param now milliseconds since 1970; the issues' dates lie before it
 */
export function demoSeed(now: number): JiraSeed {
  const seed: JiraSeed = {
    siteTitle: 'Harbor & Pine',
    accounts: people,
    defaultAccountId: DEMO_ACCOUNTS.admin,
    appAccountId: DEMO_ACCOUNTS.app,
    adminGroup: ADMIN_GROUP,
    groups,
    issueTypes,
    priorities,
    defaultPriorityId: DEFAULT_PRIORITY,
    statuses,
    resolutions,
    workflows,
    adminFields,
    projects: structuredClone(projects),
    appPermissionGroups: { 'view-all-findings': ['security-team'] },
    issues: [],
  };
  let nextId = 10_001;
  for (const human of [...humanIssues].sort((a, b) => b.daysAgo - a.daysAgo)) {
    const issue = issueFrom(seed, human, String(nextId), now);
    nextId += 1;
    for (const [index, comment] of (human.comments ?? []).entries()) {
      const at = now - comment.daysAgo * DAY_MS;
      issue.comments.push({
        id: String(nextId + index),
        authorId: comment.author,
        updateAuthorId: comment.author,
        body: paragraph(comment.text),
        created: at,
        updated: at,
        properties: [],
      });
      issue.updated = Math.max(issue.updated, at);
    }
    nextId += human.comments?.length ?? 0;
    seed.issues.push(issue);
  }
  return seed;
}

const paragraph = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

function issueFrom(seed: JiraSeed, human: HumanIssue, id: string, now: number): Issue {
  const project = seed.projects.find((one) => one.key === human.project);
  if (!project) throw new Error(`The demo names project ${human.project}, which it does not define`);
  const status = seed.statuses.find((one) => one.name === human.status);
  const created = now - human.daysAgo * DAY_MS;
  const isDone = status?.category === 'done';
  const updated = isDone ? created + 4 * DAY_MS : created;
  return {
    id,
    projectId: project.id,
    number: project.nextIssueNumber++,
    formerKeys: [],
    issueTypeId: idOf(seed.issueTypes, human.type),
    summary: human.summary,
    description: paragraph(human.description),
    statusId: idOf(seed.statuses, human.status),
    statusChanged: updated,
    priorityId: idOf(seed.priorities, human.priority),
    resolutionId: isDone ? idOf(seed.resolutions, 'Done') : null,
    resolved: isDone ? updated : null,
    labels: human.labels ?? [],
    assigneeId: human.assignee ?? null,
    reporterId: human.reporter,
    creatorId: human.reporter,
    created,
    updated,
    dueDate: null,
    custom: {},
    properties: {},
    comments: [],
    watchers: [],
    history: [],
  };
}

function idOf(all: { id: string; name: string }[], name: string): string {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`The demo names '${name}', which it does not define`);
  return found.id;
}
