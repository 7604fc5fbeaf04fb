import { z } from 'zod';

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90d`, `3h`, `30m`, or `-1h` for an hour after the start of the sandbox: becomes milliseconds. */
export const durationSchema = z
  .string()
  .regex(/^-?\d+(\.\d+)?[mhd]$/, 'must be a duration like 30m, 3h or 90d')
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0));

export const regionCode = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region like eu-west-1');

export const accountId = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an account id, in quotes');

export const tagsSchema = z.record(z.string(), z.coerce.string());
export type Tags = z.infer<typeof tagsSchema>;

/** Resources by name; a name may end in a range, see expandRanges. */
export function named<S extends z.ZodType>(schema: S) {
  return z
    .record(
      z.string().min(1),
      z.preprocess((value) => value ?? {}, schema),
    )
    .default({});
}
