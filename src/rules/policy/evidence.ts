import type { Json, JsonObject } from '../../domain/json';
import type { PolicyStatement } from './document';

const LONGEST_LIST = 10;
const LONGEST_TEXT = 300;

/** A value small enough to be evidence; what was left out is said, never silently dropped. */
export function shorten(value: unknown): Json {
  if (typeof value === 'string') {
    const rest = value.length - LONGEST_TEXT;
    return rest > 0 ? `${value.slice(0, LONGEST_TEXT)}… (${rest} more characters)` : value;
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, LONGEST_LIST).map(shorten);
    const rest = value.length - LONGEST_LIST;
    return rest > 0 ? [...shown, `… and ${rest} more`] : shown;
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const shown: JsonObject = {};
    for (const [name, field] of fields.slice(0, LONGEST_LIST)) shown[name] = shorten(field);
    const rest = fields.length - LONGEST_LIST;
    if (rest > 0) shown['…'] = `and ${rest} more`;
    return shown;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** How a message names a statement: its Sid, or its place among the statements given (from 1). */
export function nameOf(statement: PolicyStatement, statements: PolicyStatement[]): string {
  if (statement.Sid !== undefined && statement.Sid !== '') return `"${statement.Sid}"`;
  return `no. ${statements.indexOf(statement) + 1}`;
}
