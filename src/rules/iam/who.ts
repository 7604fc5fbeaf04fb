import type { Attached } from './resources';

/** Principals as a message names them: the first three, and how many more. */
export function who(principals: readonly Attached[]): string {
  const names = principals.slice(0, 3).map((principal) => principal.name);
  const rest = principals.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}
