import { z } from 'zod';
import { matchesWildcard } from './wildcard';

/** AWS: a tag's key has at most 128 characters, its value 256. Both are compared case by case. */
export type Tags = Readonly<Record<string, string>>;

/**
 * `team=payments`, `paas:managed=true`, `team=pay*`, or `team` for any value. In key and value `*` stands for any text.
 * The first `=` ends the key.
 */
export const tagPatternSchema = z
  .string()
  .trim()
  .max(400)
  .regex(/^[^=\s][^=]*(=.*)?$/su, 'must be a tag key, or key=value');

export function matchesTag(pattern: string, tags: Tags): boolean {
  const at = pattern.indexOf('=');
  const key = at < 0 ? pattern : pattern.slice(0, at);
  const value = at < 0 ? '*' : pattern.slice(at + 1);
  return Object.entries(tags).some(
    ([ownKey, ownValue]) => matchesWildcard(key, ownKey) && matchesWildcard(value, ownValue),
  );
}
