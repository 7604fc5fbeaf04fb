import { z } from 'zod';

/** What is stored is not what the app stores; the message says of what and where, and repeats nothing of it. */
export class StoredDataError extends Error {
  override name = 'StoredDataError';
}

/**
 * What was stored, as the schema has it.
 * @param what what it is, for people: `the settings of the rules`
 * @throws StoredDataError
 */
export function parseStored<Schema extends z.ZodType>(
  schema: Schema,
  stored: unknown,
  what: string,
): z.output<Schema> {
  try {
    return schema.parse(stored);
  } catch (cause) {
    throw new StoredDataError(
      `What is stored of ${what} cannot be understood${detailOf(cause)}. Another version of the app may have written it.`,
      { cause },
    );
  }
}

function detailOf(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return '';
  const [issue] = cause.issues;
  return issue === undefined ? '' : ` (${issue.path.join('.') || 'as a whole'}: ${issue.message})`;
}

/** A column of JSON text, as the schema has what is in it. */
export function jsonColumn<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('is not JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);
}
