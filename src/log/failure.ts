import { z } from 'zod';
import type { LogDetails } from './log';

/**
 * Errors whose text the app, the JavaScript engine or Forge's migrations write, so that it repeats nobody. The text of any other
 * is somebody else's: Jira's names people, the database's repeats values, a parser's quotes what it could not read.
 */
const OWN_WORDS = new Set([
  'MigrationCheckPointError',
  'MigrationExecutionError',
  'RangeError',
  'ReferenceError',
  'ResourceGoneError',
  'SchemaNotReadyError',
  'SettingsTooLargeError',
  'StoredDataError',
  'TypeError',
]);

const MOST_LISTED = 10;
/** A word without a space: a status, a code, a region, the id of a field. */
const WORD = /^[\w.:-]{1,80}$/;
const word = z.union([z.number(), z.string().regex(WORD)]).optional();

const factsSchema = z.object({
  /** `PUT /rest/api/3/issue/10001`: without a query, which may search for a person. */
  call: z
    .string()
    .regex(/^[A-Z]+ \/[\w/.-]+$/)
    .optional()
    .catch(undefined),
  status: word.catch(undefined),
  outcome: word.catch(undefined),
  code: word.catch(undefined),
  operation: word.catch(undefined),
  region: word.catch(undefined),
  reason: word.catch(undefined),
});
/** Of Forge SQL: https://developer.atlassian.com/platform/forge/storage-reference/sql-handling-errors */
const sqlSchema = z.object({
  responseDetails: z.object({ status: word.catch(undefined), traceId: word.nullish().catch(undefined) }),
  context: z
    .object({ debug: z.object({ errno: word.catch(undefined), sqlState: word.catch(undefined) }) })
    .optional()
    .catch(undefined),
});
const fieldErrorsSchema = z.object({ fieldErrors: z.record(z.string(), z.unknown()) });

/**
 * What a log line may say of an error: its name and where it was thrown, what the app knows of it (the call, the status, codes,
 * the ids of fields) and its text only where nobody else wrote it.
 */
export function describeFailure(error: unknown): LogDetails {
  const causes = causesOf(error);
  return {
    ...shortly(error),
    ...(causes === '' ? {} : { cause: causes }),
    stack: framesOf(error),
  };
}

/** The same failure for the platform, which logs what is thrown at it, text and all. */
export function withoutForeignWords(error: unknown): Error {
  const { error: name, message } = shortly(error);
  const told = new Error(String(message ?? 'the line "failed" of this invocation says how'));
  told.name = String(name);
  told.stack = `${told.name}: ${told.message}\n${framesOf(error) ?? ''}`;
  return told;
}

function shortly(error: unknown): LogDetails {
  if (!(error instanceof Error)) return { error: `thrown ${typeof error}` };
  return {
    error: WORD.test(error.name) ? error.name : 'Error',
    ...(OWN_WORDS.has(error.name) ? { message: error.message } : {}),
    ...defined(factsSchema.parse(error)),
    ...ofSql(error),
    ...ofFields(error),
  };
}

function ofSql(error: Error): LogDetails {
  const { data } = sqlSchema.safeParse(error);
  return data === undefined ? {} : defined({ ...data.responseDetails, ...data.context?.debug });
}

/** Which fields were wrong: of an issue, as Jira says, or of what was read, as zod says. */
function ofFields(error: Error): LogDetails {
  const wrong =
    error instanceof z.ZodError
      ? error.issues.map(({ path, code }) => `${path.map(wordOrNot).join('.') || 'all'} ${code}`)
      : Object.keys(fieldErrorsSchema.safeParse(error).data?.fieldErrors ?? {}).map(wordOrNot);
  return wrong.length === 0 ? {} : { fields: wrong.slice(0, MOST_LISTED).join(', ') };
}

function wordOrNot(name: PropertyKey): string {
  return WORD.test(String(name)) ? String(name) : '?';
}

function causesOf(error: unknown): string {
  const causes: string[] = [];
  for (
    let { cause } = chained(error);
    cause != null && causes.length < MOST_LISTED;
    cause = chained(cause).cause
  )
    causes.push(Object.values(shortly(cause)).join(' '));
  return causes.join(' < ');
}

function chained(error: unknown): { cause?: unknown } {
  return error instanceof Error ? error : {};
}

const FRAME = /^ {4}at (?:[^\n]* \()?[^\s()]+:\d+:\d+\)?$/;

/** Where it was thrown; null where that cannot be told from the text above it. */
function framesOf(error: unknown): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null;
  const text = error.stack.indexOf(error.message);
  if (text < 0) return null;
  const frames = error.stack.slice(text + error.message.length).split('\n');
  return frames.filter((line) => FRAME.test(line)).join('\n') || null;
}

function defined(facts: Record<string, string | number | null | undefined>): LogDetails {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value == null ? [] : [[name, value]])),
  );
}
