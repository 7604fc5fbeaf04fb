import type { NormalizedSchema } from '@smithy/core/schema';

/** Smithy's timestamp formats as the SDK's schemas number them; 4 stands for the protocol's default. */
const DATE_TIME = 5;
const HTTP_DATE = 6;
const EPOCH_SECONDS = 7;

/** Writes a number, boolean, string, blob or timestamp as text. `defaultTimestamp` is the protocol's own format. */
export function scalarToText(
  schema: NormalizedSchema,
  value: unknown,
  defaultTimestamp: 'date-time' | 'http-date' = 'date-time',
): string {
  if (value instanceof Date) {
    const declared = schema.getSchema();
    const format = declared === 4 ? (defaultTimestamp === 'date-time' ? DATE_TIME : HTTP_DATE) : declared;
    if (format === EPOCH_SECONDS) return String(value.getTime() / 1000);
    if (format === HTTP_DATE) return value.toUTCString();
    return value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

/** Reads a number, boolean, string, blob or timestamp from text. */
export function scalarFromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text === 'true';
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isTimestampSchema()) return new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64');
  return text;
}
