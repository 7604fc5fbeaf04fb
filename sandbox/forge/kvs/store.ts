import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({ value: z.unknown(), createdAt: z.number(), updatedAt: z.number() });
export type KvsEntry = z.infer<typeof entrySchema>;
const fileSchema = z.object({
  values: z.record(z.string(), entrySchema),
  secrets: z.record(z.string(), entrySchema),
});

/** Keys and values of the installation, with the secrets in a store of their own; on disk when given a file. */
export class KvsStore {
  readonly values = new Map<string, KvsEntry>();
  readonly secrets = new Map<string, KvsEntry>();
  readonly #file: string | null;

  constructor(file: string | null) {
    this.#file = file;
    if (file === null || !existsSync(file)) return;
    const stored = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const [key, entry] of Object.entries(stored.values)) this.values.set(key, entry);
    for (const [key, entry] of Object.entries(stored.secrets)) this.secrets.set(key, entry);
  }

  /** Writes what there is in one step, so that a cut-off leaves the old file or the new one. */
  save(): void {
    if (this.#file === null) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    const text = JSON.stringify({
      values: Object.fromEntries(this.values),
      secrets: Object.fromEntries(this.secrets),
    });
    writeFileSync(`${this.#file}.new`, text, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
