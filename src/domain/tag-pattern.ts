import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fitText } from './fit-text';
import { storableTextSchema } from './storable-text';
import { matchesWildcard } from './wildcard';

/** AWS: a tag's key has at most 128 characters, its value 256. Both are compared case by case. */
export type Tags = Readonly<Record<string, string>>;

const LONGEST_TEXT = 512;
/** A column of tags takes 64 kB, and fifty tags of four bytes a character are more. */
const MOST_BYTES = 60_000;

/** The tags as a column holds them: as many, in the order of their keys, as there is room for. */
export function fitTags(tags: Tags): Tags {
  const fitted = Object.entries(tags)
    // Reading them back leaves it out, so that the tags would seem changed in every scan.
    .filter(([key]) => key !== '__proto__')
    .map(([key, value]) => [fitText(key, LONGEST_TEXT), fitText(value, LONGEST_TEXT)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  while (utf8ToBytes(JSON.stringify(Object.fromEntries(fitted))).length > MOST_BYTES) fitted.pop();
  return Object.fromEntries(fitted);
}

/**
 * `team=payments`, `paas:managed=true`, `team=pay*`, or `team` for any value. In key and value `*` stands for any text.
 * The first `=` ends the key.
 */
export const tagPatternSchema = storableTextSchema
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
