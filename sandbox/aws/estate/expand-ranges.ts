/**
 * Writes out the names that end in a range: `{ 'api-[1..3]': x }` becomes `api-1`, `api-2` and `api-3`, each with a copy
 * of x. Works at every depth.
 */
export function expandRanges(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expandRanges);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, entry]) =>
      namesOf(name).map((expanded): [string, unknown] => [expanded, expandRanges(entry)]),
    ),
  );
}

function namesOf(name: string): string[] {
  const range = /^(.*)\[(\d+)\.\.(\d+)\](.*)$/.exec(name);
  if (!range) return [name];
  const [, before = '', first = '', last = '', after = ''] = range;
  const names: string[] = [];
  for (let index = Number(first); index <= Number(last); index += 1) {
    names.push(`${before}${String(index).padStart(first.length, '0')}${after}`);
  }
  return names;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
