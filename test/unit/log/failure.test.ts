import { ForgeSQLAPIError } from '@forge/sql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { JiraError } from '../../../src/jira/jira-error';
import { withoutForeignWords } from '../../../src/log/failure';
import { logFailure } from '../../../src/log/log';
import { UnreadableError } from '../../../src/scan/evaluate/unreadable';
import { StoredDataError } from '../../../src/storage/stored-data';

afterEach(() => vi.restoreAllMocks());

const PERSON = 'Priya Raman (priya@harborpine.example, 203.0.113.7)';

function logged(error: unknown): Record<string, unknown> {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  logFailure('listPeople', error);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(String(written.mock.lastCall?.[0])));
}

const ofSql = () =>
  new ForgeSQLAPIError(
    { status: 400, statusText: `Bad Request of ${PERSON}`, traceId: '5f1c2a800a018c5e' },
    {
      code: 'SQL_EXECUTION_ERROR',
      message: `Duplicate entry '${PERSON}' for key 'people.name'`,
      context: { debug: { errno: 1062, sqlState: '23000', sqlMessage: PERSON } },
    },
  );

const FOREIGN: [string, unknown, object][] = [
  [
    'Jira',
    new JiraError('PUT /rest/api/3/issue/10001', 400, [`${PERSON} cannot be assigned`], { assignee: PERSON }),
    {
      error: 'JiraError',
      call: 'PUT /rest/api/3/issue/10001',
      status: 400,
      outcome: 'refused',
      fields: 'assignee',
    },
  ],
  [
    'the database',
    ofSql(),
    {
      error: 'ForgeSQLError',
      status: 400,
      code: 'SQL_EXECUTION_ERROR',
      errno: 1062,
      sqlState: '23000',
      traceId: '5f1c2a800a018c5e',
    },
  ],
  [
    'AWS',
    new UnreadableError({
      operation: 'iam:ListMFADevices',
      region: 'global',
      reason: 'access-denied',
      code: 'AccessDenied',
      message: `not authorized on resource: user ${PERSON}`,
    }),
    {
      error: 'UnreadableError',
      operation: 'iam:ListMFADevices',
      region: 'global',
      reason: 'access-denied',
      code: 'AccessDenied',
    },
  ],
  [
    'a parser',
    new SyntaxError(`Unexpected token 'P', "${PERSON}" is not valid JSON`),
    { error: 'SyntaxError' },
  ],
  ['somebody unknown', new Error(PERSON), { error: 'Error' }],
  [
    'a text with a false frame',
    new Error(`no\n    at ${PERSON}\n    at Priya (Raman:1:2)`),
    { error: 'Error' },
  ],
  ['a name', Object.assign(new Error('no'), { name: PERSON }), { error: 'Error' }],
  ['something that is no error', PERSON, { error: 'thrown string' }],
  [
    'a schema',
    z.strictObject({ settings: z.number() }).safeParse({ settings: PERSON, [PERSON]: 1 }).error,
    { error: 'ZodError', fields: 'settings invalid_type, all unrecognized_keys' },
  ],
  [
    'a cause',
    new JiraError('GET /rest/api/3/field', 0, [], {}, { cause: new Error(PERSON, { cause: ofSql() }) }),
    { cause: 'Error < ForgeSQLError SQL_EXECUTION_ERROR 400 5f1c2a800a018c5e 1062 23000' },
  ],
];

describe('a failure', () => {
  it.each(FOREIGN)(
    'in the words of %s is logged by its name and its codes, without them',
    (_, error, facts) => {
      const line = logged(error);
      expect(line).toMatchObject({ event: 'failed', what: 'listPeople', ...facts });
      expect(line['message']).toBeUndefined();
      expect(JSON.stringify(line)).not.toMatch(/Priya|Raman|harborpine|203\.0/);
    },
  );

  it.each(FOREIGN)('in the words of %s is passed on to the platform without them', (_, error) => {
    const { name, message, stack } = withoutForeignWords(error);
    expect(`${name} ${message} ${stack}`).not.toMatch(/Priya|Raman|harborpine|203\.0/);
  });

  it('in the app’s own words is logged with them, and with where it was thrown', () => {
    const line = logged(new StoredDataError('What is stored of the rules cannot be understood.'));
    expect(line).toMatchObject({
      error: 'StoredDataError',
      message: 'What is stored of the rules cannot be understood.',
    });
    expect(line['stack']).toMatch(/^ {4}at .*failure\.test\.ts:\d+:\d+/);
    const passedOn = withoutForeignWords(new StoredDataError('It is unreadable.'));
    expect(passedOn).toMatchObject({ name: 'StoredDataError', message: 'It is unreadable.' });
  });
});
