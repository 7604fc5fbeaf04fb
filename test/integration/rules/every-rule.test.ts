import { readdirSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { catalogue } from '../../../src/rules';

/** The rules that the tables of this folder are about. */
const tables = vi.hoisted(() => new Set<string>());

vi.mock('./wire', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  wireTable: (ruleId: string) => tables.add(ruleId),
}));

const others = readdirSync(import.meta.dirname).filter(
  (file) => file.endsWith('.test.ts') && !import.meta.filename.endsWith(file),
);
await Promise.all(others.map((file) => import(`./${file}`)));

it('every rule is judged over the wire, by a role that may do what it declares and no more', () => {
  expect(catalogue.map(({ id }) => id).filter((id) => !tables.has(id))).toEqual([]);
});
