import { z } from 'zod';

/** Whole numbers: BIGINT and sums come as text from some drivers. */
export const integer = z.coerce.number().int();

/** Milliseconds since 1970, where there may be none. */
export const time = integer.nullable();

/** The one number that a statement asks for. */
export const numberRow = z.object({ number: integer });
