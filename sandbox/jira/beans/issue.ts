import { htmlOf } from '../adf';
import type { Site } from '../context';
import type { FieldDefinition } from '../fields/catalog';
import { fieldValue } from '../fields/values';
import type { ChangeGroup, Comment, Issue } from '../store/model';
import { jiraTime } from '../time';
import { userRef } from './people';

export interface IssueView {
  fields: FieldDefinition[];
  expand: ReadonlySet<string>;
  /** Keys of issue properties to show; `*all` for every one. */
  properties: string[];
}

/**
 * Which fields a request asks for, in Jira's language: ids, `*all`, `*navigable`, and `-id` to leave one out.
 * @param otherwise what no request for any means
 */
export function chosenFields(
  site: Site,
  asked: string[],
  otherwise: '*all' | '*navigable',
): FieldDefinition[] {
  const shown = site.fields.all.filter((field) => field.id !== 'issuekey');
  const wanted = asked.filter((name) => !name.startsWith('-'));
  const unwanted = new Set(asked.filter((name) => name.startsWith('-')).map((name) => name.slice(1)));
  const names = new Set(wanted.length > 0 ? wanted : [otherwise]);
  return shown.filter(
    (field) =>
      !unwanted.has(field.id) &&
      (names.has('*all') || (names.has('*navigable') && field.navigable) || names.has(field.id)),
  );
}

/** An issue as GET /issue, /issue/bulkfetch and /search/jql show it. */
export function issueBean(site: Site, issue: Issue, view: IssueView) {
  const { fields, expand } = view;
  const key = site.store.keyOf(issue);
  const entries = (of: (field: FieldDefinition) => unknown) =>
    Object.fromEntries(fields.map((field) => [field.id, of(field)]));
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog',
    id: issue.id,
    self: `${site.baseUrl}/rest/api/3/issue/${issue.id}`,
    key,
    fields: entries((field) =>
      field.id === 'comment' ? commentPage(site, issue, issue.comments) : fieldValue(site, issue, field),
    ),
    ...(expand.has('renderedFields')
      ? {
          renderedFields: entries((field) => (field.id === 'description' ? htmlOf(issue.description) : null)),
        }
      : {}),
    ...(expand.has('names') ? { names: entries((field) => field.name) } : {}),
    ...(expand.has('schema') ? { schema: entries((field) => field.schema ?? { type: 'any' }) } : {}),
    ...(expand.has('changelog')
      ? {
          changelog: {
            startAt: 0,
            maxResults: issue.history.length,
            total: issue.history.length,
            histories: [...issue.history].reverse().map((group) => changelogBean(site, group)),
          },
        }
      : {}),
    ...(view.properties.length > 0 ? { properties: chosenProperties(issue, view.properties) } : {}),
  };
}

const chosenProperties = (issue: Issue, keys: string[]) =>
  Object.fromEntries(
    Object.entries(issue.properties).filter(([key]) => keys.includes('*all') || keys.includes(key)),
  );

export function commentBean(site: Site, issue: Issue, comment: Comment, rendered = false) {
  return {
    self: `${site.baseUrl}/rest/api/3/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    author: userRef(site, comment.authorId),
    body: comment.body,
    ...(rendered ? { renderedBody: htmlOf(comment.body) } : {}),
    updateAuthor: userRef(site, comment.updateAuthorId),
    created: jiraTime(comment.created),
    updated: jiraTime(comment.updated),
    jsdPublic: true,
    ...(comment.properties.length > 0 ? { properties: comment.properties } : {}),
  };
}

const commentPage = (site: Site, issue: Issue, comments: Comment[]) => ({
  comments: comments.map((comment) => commentBean(site, issue, comment)),
  maxResults: comments.length,
  total: comments.length,
  startAt: 0,
});

export function changelogBean(site: Site, group: ChangeGroup) {
  return {
    id: group.id,
    author: userRef(site, group.authorId),
    created: jiraTime(group.created),
    items: group.items.map(({ toText, ...item }) => ({ ...item, toString: toText })),
  };
}
