import { z } from 'zod';
import { jsonColumn } from './stored-data';

/** Tags as a column holds them: a JSON object, null when there are none. */
export const tagsColumn = jsonColumn(z.record(z.string(), z.string()))
  .nullable()
  .transform((tags) => tags ?? {});
