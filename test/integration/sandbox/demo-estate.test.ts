import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadEstate } from '../../../sandbox/aws/estate/load-estate';
import { startAwsSandbox } from '../../../sandbox/aws/server';
import { demoSetup } from '../../../sandbox/demo/setup';
import type { ScanReport } from '../../../src/cli/report';
import { scanAccounts } from '../../../src/cli/scan-accounts';
import { catalogue } from '../../../src/rules';

// Six accounts in up to five scopes, on two cores that may have other work.
vi.setConfig({ hookTimeout: 120_000 });

/** What the organization keeps from everybody in two of the accounts; the demo shows what that looks like. */
const DENIED = ['cloudtrail:GetEventSelectors', 'ec2:GetEbsEncryptionByDefault'];

let report: ScanReport;

describe('the demo estate', () => {
  beforeAll(async () => {
    const estate = await loadEstate(join(import.meta.dirname, '../../../sandbox/estate/demo'));
    const aws = await startAwsSandbox({ estate, now: Date.now });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
    try {
      const { hub, accounts } = demoSetup(estate);
      const entries = accounts.map(({ id, name, roleArn, tier }) => ({
        id,
        name,
        roleArn,
        tier,
        externalId: 'of-the-demo-test',
        regions: null,
      }));
      report = await scanAccounts(hub, { accounts: entries, fileName: 'the demo' }, catalogue, {
        step: () => undefined,
      });
    } finally {
      await aws.close();
    }
  });
  afterAll(() => vi.unstubAllEnvs());

  it('has something that fails for every rule', () => {
    const failing = new Set(
      report.results.flatMap(({ ruleId, status }) => (status === 'fail' ? [ruleId] : [])),
    );
    expect(catalogue.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([]);
  });

  it('fails in few enough places for people to look at', () => {
    expect(report.results.filter(({ status }) => status === 'fail').length).toBeLessThan(230);
  });

  it('leaves nothing unknown but what the organization denies', () => {
    const unread = new Set(report.unread.map(({ operation }) => operation));
    expect([...unread].sort()).toEqual(DENIED);
    const unknown = report.results.filter(({ status }) => status === 'unknown');
    expect(unknown.filter(({ message }) => !DENIED.some((operation) => message.includes(operation)))).toEqual(
      [],
    );
  });
});
