import { describe, expect, it } from 'vitest';
import { jiraRoute } from '../../../sandbox/forge/counters';
import { scopeOf } from '../../../sandbox/forge/jira-proxy';

describe('the scope of a call to Jira', () => {
  it.each([
    ['GET', '/rest/api/3/issue/ABC-1', 'read:jira-work'],
    ['PUT', '/rest/api/3/issue/ABC-1', 'write:jira-work'],
    ['POST', '/rest/api/3/issue/bulk', 'write:jira-work'],
    ['POST', '/rest/api/3/search/jql', 'read:jira-work'],
    ['POST', '/rest/api/3/search/jql?x=1', 'read:jira-work'],
    ['POST', '/rest/api/3/issue/bulkfetch', 'read:jira-work'],
    ['GET', '/rest/api/3/myself', 'read:jira-user'],
    ['GET', '/rest/api/3/users/search?query=a', 'read:jira-user'],
    ['GET', '/rest/api/3/groups/picker', 'read:jira-user'],
    ['GET', '/rest/api/3/mypermissions', 'read:jira-work'],
    ['POST', '/rest/api/3/permissions/check', null],
    ['PUT', '/rest/api/3/app/field/key/value', null],
    ['GET', '/rest/api/3/userstories', 'read:jira-work'],
  ])('%s %s', (method, path, scope) => {
    expect(scopeOf(method, path)).toBe(scope);
  });
});

describe('calls of one kind', () => {
  it.each([
    ['GET', '/rest/api/3/issue/ABC-12/comment?maxResults=5', 'GET /issue/{id}/comment'],
    ['GET', '/rest/api/3/issue/10012', 'GET /issue/{id}'],
    ['PUT', '/rest/api/3/field/customfield_10010', 'PUT /field/{id}'],
    ['POST', '/rest/api/3/search/jql', 'POST /search/jql'],
  ])('add up: %s %s', (method, path, route) => {
    expect(jiraRoute(method, path)).toBe(route);
  });
});
