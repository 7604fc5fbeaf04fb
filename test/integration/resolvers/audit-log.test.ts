import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { changePolicy } from '../pipeline/support/change-policy';
import { HUB_SECRET, PAYMENTS, type Pages, startPages, WEB } from './support/pages';

// Two cores may have other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const rowSchema = z.object({
  id: z.string(),
  at: z.number(),
  actorName: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  note: z.string(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })),
});
const pageSchema = z.object({
  rows: z.array(rowSchema),
  next: z.object({ at: z.number(), id: z.string() }).nullable(),
  keptDays: z.number(),
});

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
  await pages.runHour();
});
afterAll(() => pages.sandbox.stop());

async function log(filter: Record<string, unknown> = {}) {
  return pageSchema.parse((await pages.admin('admin', 'listAudit', filter)).value);
}

const SSH = { ruleId: 'ec2-sg-open-ssh', enabled: true, severity: 'critical', parameters: { ports: ['22'] } };

describe('the audit log', () => {
  it('says who changed which setting from what to what, the newest first', async () => {
    await pages.admin('admin', 'saveRule', SSH);
    const { rows } = await log({ who: 'people' });
    expect(rows[0]).toMatchObject({
      actorName: expect.stringMatching(/^\w+ \w+/),
      action: 'rule-changed',
      subject: 'ec2-sg-open-ssh',
      changes: [{ field: 'severity', from: null, to: 'critical' }],
    });
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort((a, b) => b - a));
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account-saved', 'credentials-saved', 'rollout-changed']),
    );
  });

  it('says nothing of a save that changes nothing, nor of one that was refused', async () => {
    const before = await log({ who: 'people' });
    await pages.admin('admin', 'saveRule', SSH);
    await pages.admin('developer', 'saveRule', { ...SSH, enabled: false });
    await pages.admin('admin', 'saveRule', { ...SSH, parameters: { ports: ['not a port'] } });
    expect(await log({ who: 'people' })).toEqual(before);
  });

  it('names what a policy changed, field by field', async () => {
    const { name } = await changePolicy(pages.sandbox.pages, ({ ceiling }) => ({
      ceiling: { ...ceiling, perDay: 7 },
    }));
    const [row] = (await log({ actions: ['rollout-changed'] })).rows;
    expect(row?.changes).toEqual([{ field: `policies.${name}.ceiling.perDay`, from: 1000, to: 7 }]);
  });

  it('says what the app did to which issue, and why, once however often it is delivered', async () => {
    const created = (await log({ actions: ['issue-created'], who: 'app' })).rows;
    expect(created.length).toBeGreaterThan(0);
    for (const row of created) {
      expect(row).toMatchObject({ actorName: null, subject: expect.stringMatching(/^[A-Z]+-\d+$/) });
      expect(row.note).toMatch(/^[a-z0-9-]+: \w/);
    }
    expect(new Set(created.map(({ subject }) => subject)).size).toBe(created.length);
    await pages.admin('admin', 'saveRule', { ...SSH, enabled: false });
    await pages.runHour();
    const [closed] = (await log({ actions: ['issue-closed'], search: 'ec2-sg-open-ssh' })).rows;
    expect(closed?.note).toBe('ec2-sg-open-ssh: resolved: rule-off');
  });

  it('shows what was done lately, where that is asked', async () => {
    const before = (await log()).rows.length;
    expect((await log({ days: 1 })).rows).toHaveLength(before);
    pages.sandbox.clock.advance(3 * 24 * 60 * 60 * 1000);
    expect((await log({ days: 1 })).rows).toEqual([]);
    expect((await log({ days: 4 })).rows).toHaveLength(before);
  });

  it('keeps no secret', async () => {
    const all = JSON.stringify(await log());
    expect(all).toContain('AWS credentials');
    expect(all).not.toContain(HUB_SECRET);
  });

  it('goes on where a page ended, without a gap and without a repetition', async () => {
    for (let days = 2; days < 60; days += 1) {
      const regions = [`eu-west-${(days % 2) + 1}`];
      const account = {
        id: WEB,
        name: `web-${days}`,
        tier: 'production',
        ownerProjectKey: 'WEB',
        enabled: true,
        regions,
      };
      const roleArn = `arn:aws:iam::${WEB}:role/CloudFindingsReadOnly`;
      expect((await pages.admin('admin', 'saveAccount', { account: { ...account, roleArn } })).ok).toBe(true);
    }
    for (let on = 0; on < 60; on += 1) {
      await pages.admin('admin', 'saveRule', { ...SSH, severity: on % 2 === 0 ? 'low' : 'high' });
    }
    const first = await log();
    expect(first.rows).toHaveLength(100);
    const second = await log({ after: first.next });
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.rows.map(({ action }) => action)).toContain('credentials-saved');
    expect(second.next).toBeNull();
  });

  it('takes what people type into the search for text', async () => {
    expect((await log({ search: '%' })).rows).toEqual([]);
    expect((await log({ search: PAYMENTS })).rows.map(({ subject }) => subject)).toContain(PAYMENTS);
  });

  it.each(['developer', 'securityEngineer', 'outsider', null] as const)('is closed to %s', async (person) => {
    expect(await pages.admin(person, 'listAudit')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });
});
