import { z } from 'zod';
import { fitText } from './fit-text';

/**
 * What a person writes into a setting or a request. Unlike a name in AWS it can be asked for again, so what no column keeps as
 * it is, is refused instead of replaced.
 */
export const storableTextSchema = z
  .string()
  .refine((text) => fitText(text, text.length) === text, 'has a character that cannot be stored');
