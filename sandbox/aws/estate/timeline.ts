import type { Estate } from './estate';
import { parseAccount } from './parse';

/**
 * The estate as it is `elapsedMs` after its start: every step whose time has come is carried out, in order. Pure; the
 * estate that is given stays as it is. Throws when a step leads nowhere or leaves an account that cannot be.
 */
export function applyTimeline(estate: Estate, elapsedMs: number): Estate {
  const due = estate.timeline.filter((step) => step.after <= elapsedMs).sort((a, b) => a.after - b.after);
  if (due.length === 0) return estate;
  const documents = structuredClone(estate.documents);
  for (const step of due) {
    for (const path of step.delete) {
      const { parent, key } = find(documents, path, step.what);
      if (!(key in parent)) throw new Error(`timeline step "${step.what}": there is no ${path} to delete`);
      delete parent[key];
    }
    for (const [path, value] of Object.entries(step.set)) {
      const { parent, key } = find(documents, path, step.what);
      parent[key] = structuredClone(value);
    }
  }
  const accounts = Object.entries(documents).map(([name, document]) =>
    parseAccount(document, `${name} after the timeline's steps up to "${due.at(-1)?.what}"`),
  );
  return { ...estate, accounts, documents };
}

/** The field that a path leads to. What it is in must be there: a name with a typing error would make something new. */
function find(
  documents: Record<string, unknown>,
  path: string,
  what: string,
): { parent: Record<string, unknown>; key: string } {
  // As in a JSON pointer, a name that has a slash in it writes it as ~1.
  const segments = path.split('/').map((segment) => segment.replaceAll('~1', '/'));
  const key = segments.pop();
  if (!key || segments.length === 0) throw new Error(`timeline step "${what}": "${path}" is not a path`);
  let parent = documents;
  for (const segment of segments) {
    // What YAML leaves empty, like a resource with nothing but defaults.
    if (segment in parent && parent[segment] === null) parent[segment] = {};
    const next = parent[segment];
    if (!isRecord(next)) throw new Error(`timeline step "${what}": there is no ${segment} for ${path}`);
    parent = next;
  }
  return { parent, key };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
