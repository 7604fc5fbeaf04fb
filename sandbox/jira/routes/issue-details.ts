import { z } from 'zod';
import { commentBean } from '../beans/issue';
import { JiraError } from '../errors';
import { type Call, created, noContent, ok, route } from '../http/route';
import { addComment, readCommentBody } from '../issues/comments';
import { checkPropertyKey, checkPropertyValue } from '../issues/properties';
import type { Comment, Issue, ProjectPermission } from '../store/model';

const issueOf = (call: Call) => call.issue(call.param('issueIdOrKey'));

const commentSchema = z.looseObject({
  body: z.unknown().optional(),
  properties: z.array(z.object({ key: z.string(), value: z.json() })).optional(),
});

function may(call: Call, issue: Issue, permission: ProjectPermission): boolean {
  return call.site.permissions.has(call.caller.accountId, permission, call.site.store.projectOf(issue));
}

function commentOf(call: Call, issue: Issue): Comment {
  const id = call.param('id');
  const comment = issue.comments.find((one) => one.id === id);
  if (!comment) throw new JiraError(404, [`Can not find a comment for the id: ${id}.`]);
  return comment;
}

/** Own comments need less than other people's. */
function checkComment(call: Call, issue: Issue, comment: Comment, verb: 'EDIT' | 'DELETE'): void {
  const own = comment.authorId === call.caller.accountId && may(call, issue, `${verb}_OWN_COMMENTS`);
  if (!own && !may(call, issue, `${verb}_ALL_COMMENTS`)) {
    throw new JiraError(403, [`You do not have the permission to ${verb.toLowerCase()} this comment.`]);
  }
}

const rendered = (call: Call) => call.list('expand').includes('renderedBody');

/** The app manages watchers with the permission of its own role; a person without access cannot watch. */
const watcherRoutes = [
  route('GET', '/issue/{issueIdOrKey}/watchers', (call) => {
    const { watchers } = issueOf(call);
    return ok({
      isWatching: watchers.includes(call.caller.accountId),
      watchCount: watchers.length,
      watchers: watchers.map((accountId) => ({ accountId })),
    });
  }),
  route('POST', '/issue/{issueIdOrKey}/watchers', (call) => {
    const issue = issueOf(call);
    const accountId = call.body(z.string());
    const project = call.site.store.projectOf(issue);
    if (
      !call.site.store.account(accountId) ||
      !call.site.permissions.has(accountId, 'BROWSE_PROJECTS', project)
    )
      throw new JiraError(400, ['The user does not exist or cannot see the issue.']);
    if (!issue.watchers.includes(accountId))
      call.site.store.put({ ...structuredClone(issue), watchers: [...issue.watchers, accountId] });
    return noContent;
  }),
];

const commentRoutes = [
  route('GET', '/issue/{issueIdOrKey}/comment', (call) => {
    const issue = issueOf(call);
    const startAt = call.number('startAt', 0);
    const maxResults = Math.min(call.number('maxResults', 5000), 5000);
    const ordered = [...issue.comments].sort((a, b) => a.created - b.created || Number(a.id) - Number(b.id));
    if (call.query.get('orderBy') === '-created') ordered.reverse();
    const comments = ordered.slice(startAt, startAt + maxResults);
    return ok({
      startAt,
      maxResults,
      total: ordered.length,
      comments: comments.map((comment) => commentBean(call.site, issue, comment, rendered(call))),
    });
  }),
  route('POST', '/issue/{issueIdOrKey}/comment', (call) => {
    const issue = issueOf(call);
    if (!may(call, issue, 'ADD_COMMENTS')) {
      throw new JiraError(403, ['You do not have the permission to comment on this issue.']);
    }
    const { body, properties } = call.body(commentSchema);
    const document = readCommentBody(body);
    const after = structuredClone(issue);
    const comment = addComment(call.site, call.caller, after, document, properties ?? []);
    call.site.store.put(after);
    return created(commentBean(call.site, after, comment, rendered(call)));
  }),
  route('GET', '/issue/{issueIdOrKey}/comment/{id}', (call) => {
    const issue = issueOf(call);
    return ok(commentBean(call.site, issue, commentOf(call, issue), rendered(call)));
  }),
  route('PUT', '/issue/{issueIdOrKey}/comment/{id}', (call) => {
    const issue = issueOf(call);
    const comment = commentOf(call, issue);
    checkComment(call, issue, comment, 'EDIT');
    const { body, properties } = call.body(commentSchema);
    const changed: Comment = {
      ...comment,
      body: readCommentBody(body),
      properties: properties ?? comment.properties,
      updateAuthorId: call.caller.accountId,
      updated: call.site.now(),
    };
    const comments = issue.comments.map((one) => (one.id === comment.id ? changed : one));
    call.site.store.put({ ...issue, comments, updated: call.site.now() });
    return ok(commentBean(call.site, issue, changed, rendered(call)));
  }),
  route('DELETE', '/issue/{issueIdOrKey}/comment/{id}', (call) => {
    const issue = issueOf(call);
    const comment = commentOf(call, issue);
    checkComment(call, issue, comment, 'DELETE');
    const comments = issue.comments.filter((one) => one.id !== comment.id);
    call.site.store.put({ ...issue, comments, updated: call.site.now() });
    return noContent;
  }),
];

function checkEdit(call: Call, issue: Issue): void {
  if (!may(call, issue, 'EDIT_ISSUES')) {
    throw new JiraError(403, ['You do not have permission to edit issues in this project.']);
  }
}

const noProperty = (key: string) => new JiraError(404, [`The property '${key}' does not exist.`]);

const propertyRoutes = [
  route('GET', '/issue/{issueIdOrKey}/properties', (call) => {
    const issue = issueOf(call);
    const self = (key: string) =>
      `${call.site.baseUrl}/rest/api/3/issue/${issue.id}/properties/${encodeURIComponent(key)}`;
    return ok({ keys: Object.keys(issue.properties).map((key) => ({ self: self(key), key })) });
  }),
  route('GET', '/issue/{issueIdOrKey}/properties/{propertyKey}', (call) => {
    const issue = issueOf(call);
    const key = call.param('propertyKey');
    const value = issue.properties[key];
    if (value === undefined) throw noProperty(key);
    return ok({ key, value });
  }),
  route('PUT', '/issue/{issueIdOrKey}/properties/{propertyKey}', (call) => {
    const issue = issueOf(call);
    checkEdit(call, issue);
    const key = call.param('propertyKey');
    checkPropertyKey(key);
    const value = call.body(z.json());
    checkPropertyValue(value);
    const isNew = !(key in issue.properties);
    call.site.store.put({ ...issue, properties: { ...issue.properties, [key]: value } });
    // Jira answers both with an empty JSON document.
    return isNew ? created({}) : ok({});
  }),
  route('DELETE', '/issue/{issueIdOrKey}/properties/{propertyKey}', (call) => {
    const issue = issueOf(call);
    checkEdit(call, issue);
    const key = call.param('propertyKey');
    const { [key]: removed, ...properties } = issue.properties;
    if (removed === undefined) throw noProperty(key);
    call.site.store.put({ ...issue, properties });
    return noContent;
  }),
];

export const issueDetailRoutes = [...commentRoutes, ...watcherRoutes, ...propertyRoutes];
