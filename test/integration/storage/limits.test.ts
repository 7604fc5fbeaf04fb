import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

let forge: ForgeStorage | null = null;
afterEach(async () => {
  await forge?.close();
  forge = null;
});

/** The storage as a new instance of the app has it: nothing is remembered of the one before. */
async function freshInstance() {
  vi.resetModules();
  const [{ ensureSchema }, { insertRun }] = await Promise.all([
    import('../../../src/storage/migrate'),
    import('../../../src/storage/runs'),
  ]);
  return { ensureSchema, insertRun };
}

describe('the schema', () => {
  it('is made once, and looked for with one cheap statement by every instance after that', async () => {
    forge = await startForgeStorage('limits');
    await (await freshInstance()).ensureSchema();
    forge.resetCounters();
    // More instances than Forge SQL takes changes of the schema a minute.
    for (let instance = 0; instance < 40; instance += 1) await (await freshInstance()).ensureSchema();
    expect(forge.statements()).toHaveLength(40);
  });

  it('is made by a new installation within a minute, with some changes to spare', async () => {
    forge = await startForgeStorage('limits', { sqlDdlPerMinute: 22 });
    await (await freshInstance()).ensureSchema();
  });

  it('says that it takes a while where several instances make it at once, and is there after that', async () => {
    forge = await startForgeStorage('limits');
    const [one, other] = [await freshInstance(), await freshInstance()];
    const ends = await Promise.allSettled([one.ensureSchema(), other.ensureSchema()]);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const reason of refused)
      expect(reason).toBe(
        'SchemaNotReadyError: Cloud Findings is being set up, which takes a minute or two. Try again then.',
      );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    await one.ensureSchema();
    vi.useRealTimers();
    expect(await one.insertRun('run-1', 'manual', 1)).toBe(true);
  });

  it('is asked for again after it could not be made', async () => {
    forge = await startForgeStorage('limits', { sqlDdlPerMinute: 0 });
    const { ensureSchema } = await freshInstance();
    await expect(ensureSchema()).rejects.toThrow();
    await forge.close();
    forge = await startForgeStorage('limits');
    await ensureSchema();
  });
});

describe('more statements than Forge SQL takes a second', () => {
  it('wait their turn instead of failing', async () => {
    forge = await startForgeStorage('limits', { sqlDmlPerSecond: 50 });
    const { ensureSchema, insertRun } = await freshInstance();
    await ensureSchema();
    const runs = Array.from({ length: 120 }, (_, index) => `run-${index}`);
    const inserted = await Promise.all(runs.map((runId) => insertRun(runId, 'manual', 1)));
    expect(inserted.every(Boolean)).toBe(true);
  }, 30_000);
});
