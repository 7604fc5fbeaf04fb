import sql, { bulk } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditCursor, type AuditFilter, auditEntries } from '../../../src/storage/audit-log';
import { ensureSchema } from '../../../src/storage/migrate';
import { write } from '../../../src/storage/run-sql';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const ENTRIES = 25_000;
const NOW = Date.UTC(2026, 10, 23, 20);
const MINUTE = 60_000;
/** Of which several entries have the same time. */
const AT_ONCE = 7;

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('audit_search');
  await ensureSchema();
  for (let at = 0; at < ENTRIES; at += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, index) => entryOf(at + index));
    await write(
      sql`INSERT INTO audit_log (entry_id, at, actor, action, subject, note, changes) VALUES ${bulk(rows)}`,
    );
  }
});
afterAll(() => forge.close());

/** The first is the newest. What is rare is told of at the beginning, at the seams of what is searched at once, and at the end. */
const RARE = [0, 5_999, 6_000, 6_001, 11_999, 24_999];

function entryOf(index: number) {
  return [
    index.toString(16).padStart(32, '0'),
    NOW - Math.floor(index / AT_ONCE) * MINUTE,
    index % 2 === 0 ? 'person' : null,
    'issue-created',
    `PAY-${index}`,
    RARE.includes(index) ? 'the 100% rare one' : 'as usual',
    '[]',
  ];
}

async function allOf(filter: AuditFilter): Promise<{ subjects: string[]; asked: number }> {
  const subjects: string[] = [];
  let asked = 0;
  let after: AuditCursor | null = null;
  do {
    const { entries, next } = await auditEntries(filter, 4, after);
    expect(entries.length).toBeLessThanOrEqual(4);
    subjects.push(...entries.map(({ subject }) => subject));
    after = next;
    asked += 1;
  } while (after !== null);
  return { subjects, asked };
}

describe('a search of a long audit log', () => {
  it('finds what is rare, each once, a part of the log at a time', async () => {
    const { subjects, asked } = await allOf({ search: '100% rare' });
    expect([...subjects].sort()).toEqual(RARE.map((index) => `PAY-${index}`).sort());
    expect(asked).toBe(5);
  });

  it('goes on within a part that holds more than a page', async () => {
    const { subjects } = await allOf({ search: 'PAY-2499' });
    expect(subjects).toHaveLength(new Set(subjects).size);
    expect([...subjects].sort()).toEqual(
      ['PAY-2499', ...Array.from({ length: 10 }, (_, last) => `PAY-2499${last}`)].sort(),
    );
  });

  it('keeps to the other filters', async () => {
    const { subjects } = await allOf({ search: 'rare', who: 'people' });
    expect([...subjects].sort()).toEqual(['PAY-0', 'PAY-6000']);
    expect(await allOf({ search: 'rare', since: NOW - 60 * MINUTE })).toEqual({
      subjects: ['PAY-0'],
      asked: 1,
    });
  });

  it('comes to its end where there is nothing', async () => {
    expect(await allOf({ search: 'rare', actions: ['issue-closed'] })).toEqual({ subjects: [], asked: 1 });
    expect(await allOf({ search: 'nowhere' })).toEqual({ subjects: [], asked: 5 });
  });
});
