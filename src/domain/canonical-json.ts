import type { Json, JsonObject } from './json';

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** JSON that is the same for the same content, whatever the order of keys: so that equal evidence is never rewritten. */
export function canonicalJson(value: JsonObject): string {
  return JSON.stringify(sorted(value));
}
