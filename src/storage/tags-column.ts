import { z } from 'zod';

/** Tags as a column holds them: a JSON object, null when there are none. */
export const tagsColumn = z
  .string()
  .nullable()
  .transform((text) => (text === null ? {} : z.record(z.string(), z.string()).parse(JSON.parse(text))));
