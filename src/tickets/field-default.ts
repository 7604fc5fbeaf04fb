import { z } from 'zod';
import type { Json } from '../domain/json';
import type { ScreenField } from './ports';

const refSchema = z.object({ id: z.string() });

/** What is wrong with a default for the field, in words that follow its name; null when Jira takes it. */
export function problemWithDefault({ kind, options }: ScreenField, value: Json): string | null {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? null : 'takes a text';
    case 'number':
      return typeof value === 'number' ? null : 'takes a number';
    case 'date':
      return z.iso.date().safeParse(value).success ? null : 'takes a date like 2026-11-24';
    case 'option':
      return isOption(value, options) ? null : 'has no such option';
    case 'options':
      return Array.isArray(value) && value.length > 0 && value.every((each) => isOption(each, options))
        ? null
        : 'has no such options';
    case 'labels':
      return z.array(z.string().regex(/^\S+$/)).min(1).safeParse(value).success
        ? null
        : 'takes labels without blanks';
    case 'user':
      return z.object({ accountId: z.string().min(1) }).safeParse(value).success ? null : 'takes a person';
    case 'other':
      return value === null ? 'is required' : null;
  }
}

function isOption(value: Json, options: ScreenField['options']): boolean {
  const ref = refSchema.safeParse(value);
  return ref.success && options.some(({ id }) => id === ref.data.id);
}
