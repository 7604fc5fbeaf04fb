import { describe, expect, it } from 'vitest';
import { JqlError } from '../../../sandbox/jira/jql/error';
import { parseJql } from '../../../sandbox/jira/jql/parser';

const messagesOf = (query: string): string[] => {
  try {
    parseJql(query);
  } catch (error) {
    if (error instanceof JqlError) return error.messages;
    throw error;
  }
  return [];
};

describe('parsing JQL', () => {
  it('binds AND tighter than OR, and NOT tightest', () => {
    expect(parseJql('a = 1 OR NOT b = 2 AND c = 3').where).toMatchObject({
      kind: 'or',
      clauses: [
        { field: { name: 'a' } },
        {
          kind: 'and',
          clauses: [{ kind: 'not', clause: { field: { name: 'b' } } }, { field: { name: 'c' } }],
        },
      ],
    });
  });

  it.each([
    ['project = PAY', { field: { name: 'project' }, operator: '=', operand: { value: 'PAY' } }],
    [
      '"Finding severity"="high"',
      { field: { name: 'Finding severity' }, operator: '=', operand: { value: 'high' } },
    ],
    ["summary ~ 'it\\'s \"here\"'", { operator: '~', operand: { value: 'it\'s "here"' } }],
    ['created>=-7d', { field: { name: 'created' }, operator: '>=', operand: { value: '-7d' } }],
    ['cf[10101] != x', { field: { name: 'cf[10101]' }, operator: '!=' }],
    [
      'status NOT IN (Done, "In Review")',
      { operator: 'not in', operand: { values: [{ value: 'Done' }, { value: 'In Review' }] } },
    ],
    ['assignee is not EMPTY', { operator: 'is not', operand: { kind: 'empty' } }],
    ['due < startOfDay("+1d")', { operand: { kind: 'function', name: 'startOfDay', arguments: ['+1d'] } }],
    ['issue.property[cloud-finding].id = "f"', { field: { property: { key: 'cloud-finding', path: 'id' } } }],
    [
      'issue.property["cloud-finding"].a.b = 1',
      { field: { property: { key: 'cloud-finding', path: 'a.b' } } },
    ],
    ['NOT (a = 1)', { kind: 'not', clause: { field: { name: 'a' } } }],
    ['!(a = 1)', { kind: 'not', clause: { field: { name: 'a' } } }],
  ])('reads %s', (query, clause) => {
    expect(parseJql(query).where).toMatchObject(clause);
  });

  it('reads the order', () => {
    expect(parseJql('project = A ORDER BY priority DESC, key asc, created').orderBy).toEqual([
      { field: { name: 'priority' }, direction: 'desc' },
      { field: { name: 'key' }, direction: 'asc' },
      { field: { name: 'created' }, direction: null },
    ]);
    expect(parseJql('order by key').where).toBeNull();
    expect(parseJql('').where).toBeNull();
  });

  it.each([
    ['invalid query', "Expecting operator but got 'query'.", '(line 1, character 9)'],
    ['project = "A', "The quoted string 'A' has not been completed.", '(line 1, character 11)'],
    ['project = A AND', 'Expecting a field name at the end of the query.', '(line 1, character 16)'],
    ['project =\nAND', "Expecting either a value, list or function but got 'AND'.", '(line 2, character 1)'],
    ['(project = A', "Expecting ')' but got the end of the query.", ''],
    ['project = A key = B', "Expecting either 'OR' or 'AND' but got 'key'.", '(line 1, character 13)'],
    ['status was Done', 'does not search the history', ''],
    [
      'summary in test',
      "Operator 'in' does not support the non-list value '\"test\"' for field 'summary'.",
      '',
    ],
  ])('says what is wrong with %j', (query, text, place) => {
    const [message = ''] = messagesOf(query);
    expect(message).toContain(text);
    expect(message).toContain(place);
  });
});
