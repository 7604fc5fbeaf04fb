import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { HOUR, type Pages, startPages } from '../resolvers/support/pages';
import { changePolicy } from './support/change-policy';

// Two cores may have other work.
vi.setConfig({ testTimeout: 120_000 });

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      issueKey: z.string().nullable(),
      resourceId: z.string(),
      resourceName: z.string().nullable(),
      ruleId: z.string(),
    }),
  ),
});
const runsSchema = z.object({
  runs: z.array(z.object({ issues: z.object({ created: z.number(), held: z.number() }) })),
});
const propertySchema = z.object({ id: z.string() });

/** What of the estate the policy files. */
const FILED = [
  'bastion ec2-sg-open-ssh',
  'bastion ec2-sg-open-unapproved-port',
  'cms ebs-volume-encrypted',
  'cms ebs-volume-unattached',
  'ledger ebs-volume-encrypted',
];

let pages: Pages;
beforeEach(async () => {
  pages = await startPages();
});
afterEach(() => pages.sandbox.stop());

function fingerprints(): string[] {
  return [...pages.sandbox.jira.store.issues()]
    .filter(({ properties }) => 'cloud-finding' in properties)
    .map(({ properties }) => propertySchema.parse(properties['cloud-finding']).id);
}

async function newestRun() {
  const { runs } = runsSchema.parse((await pages.global('admin', 'listRuns')).value);
  return runs[0]?.issues;
}

/** Every finding has one issue, and no issue is another's twin. */
async function expectOneIssueEach() {
  const { rows } = rowsSchema.parse((await pages.global('admin', 'listFindings')).value);
  const filed = rows.filter(({ issueKey }) => issueKey !== null);
  const names = filed.map(
    ({ resourceName, resourceId, ruleId }) => `${resourceName ?? resourceId} ${ruleId}`,
  );
  expect(names.sort()).toEqual(FILED);
  expect(new Set(filed.map(({ issueKey }) => issueKey)).size).toBe(FILED.length);
  expect(fingerprints().sort()).toEqual(filed.map(({ id }) => id).sort());
}

describe('issues', () => {
  it.each([1, 4, 7, 9, 11, 13, 16, 20])(
    'are filed once each though filing is cut off after its call %i',
    async (afterCalls) => {
      pages.sandbox.host.cutOffOnce({ functionKey: 'sync-tickets', afterCalls });
      await pages.runHour();
      expect(pages.everythingSaid()).toContain('sync-tickets was cut off');
      pages.sandbox.clock.advance(HOUR / 2);
      // What was cut off in the middle of a create is taken up by the next run that syncs.
      await pages.admin('admin', 'startScan');
      await pages.sandbox.host.drainQueues({ skipDelays: true });
      await expectOneIssueEach();
    },
  );

  it('are filed once each though every event comes twice', async () => {
    pages.sandbox.host.disturbEvents({ twice: true });
    await pages.runHour();
    await expectOneIssueEach();
    expect(await newestRun()).toMatchObject({ created: FILED.length, held: 0 });
  });

  it('over the ceiling are held back and counted, and follow in the next runs', async () => {
    await changePolicy(pages.sandbox.pages, () => ({ ceiling: { perRun: 3, perDay: 1000 } }));
    await pages.runHour();
    expect(await newestRun()).toEqual(expect.objectContaining({ created: 3, held: FILED.length - 3 }));
    expect(fingerprints()).toHaveLength(3);
    await pages.admin('admin', 'startScan');
    await pages.sandbox.host.drainQueues({ skipDelays: true });
    expect(await newestRun()).toEqual(expect.objectContaining({ created: FILED.length - 3, held: 0 }));
    await expectOneIssueEach();
  });
});
