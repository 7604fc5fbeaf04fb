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
    for (const path of step.delete) change(documents, path, step.what, (parent, key) => delete parent[key]);
    for (const [path, value] of Object.entries(step.set)) {
      change(documents, path, step.what, (parent, key) => {
        parent[key] = structuredClone(value);
      });
    }
  }
  const accounts = Object.entries(documents).map(([name, document]) =>
    parseAccount(document, `${name} after the timeline's steps up to "${due.at(-1)?.what}"`),
  );
  return { ...estate, accounts, documents };
}

function change(
  documents: Record<string, unknown>,
  path: string,
  what: string,
  apply: (parent: Record<string, unknown>, key: string) => void,
): void {
  // As in a JSON pointer, a name that has a slash in it writes it as ~1.
  const segments = path.split('/').map((segment) => segment.replaceAll('~1', '/'));
  const key = segments.pop();
  if (!key || segments.length === 0) throw new Error(`timeline step "${what}": "${path}" is not a path`);
  let parent: Record<string, unknown> = documents;
  for (const segment of segments) {
    let next = parent[segment];
    if (next === undefined && parent === documents)
      throw new Error(`timeline step "${what}": there is no account named ${segment}`);
    if (next === undefined || next === null) {
      next = {};
      parent[segment] = next;
    }
    if (!isRecord(next)) throw new Error(`timeline step "${what}": ${segment} in "${path}" holds no fields`);
    parent = next;
  }
  apply(parent, key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
