import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadEstate } from '../../../sandbox/aws/estate/load-estate';
import { type Estate, startAwsSandbox } from '../../../sandbox/aws/server';
import { assumeAccountRole } from '../../../src/aws/credentials';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { AwsSession } from '../../../src/aws/session';
import type { ScanOutcome } from '../../../src/domain/scan-outcome';
import { catalogue } from '../../../src/rules';
import { scanScope } from '../../../src/scan/scan-scope';

// Six accounts in up to five scopes, on two cores that may have other work.
vi.setConfig({ hookTimeout: 120_000 });

const NOW = Date.parse('2026-11-23T12:00:00Z');

/** What the organization keeps from everybody in two of the accounts; the demo shows what that looks like. */
const DENIED = ['cloudtrail:GetEventSelectors', 'ec2:GetEbsEncryptionByDefault'];

const outcomes: ScanOutcome[] = [];

async function scanAll(estate: Estate, endpoint: string): Promise<void> {
  const [key] = estate.hub.accessKeys;
  if (key === undefined) throw new Error('The demo estate has no access key for the hub');
  for (const { id, name, tier, enabledRegions } of estate.accounts) {
    const credentials = await assumeAccountRole(
      { accessKeyId: key.id, secretAccessKey: key.secret },
      { roleArn: `arn:aws:iam::${id}:role/CloudFindingsReadOnly`, externalId: 'of-the-demo-test' },
      { endpoint },
    );
    for (const scope of ['global', ...(enabledRegions ?? estate.regions)]) {
      const session = new AwsSession({ accountId: id, partition: 'aws', scope, credentials, endpoint });
      const rules = catalogue.filter(
        ({ resource }) => (resource.scope === 'global') === (scope === 'global'),
      );
      outcomes.push(
        await scanScope({
          account: { id, name, tier },
          scope,
          rules: rules.map((rule) => ({ rule, severity: rule.severity, params: {} })),
          readers: createResourceReaders(session),
          now: NOW,
          remainingMs: () => 60_000,
        }),
      );
    }
  }
}

describe('the demo estate', () => {
  beforeAll(async () => {
    const estate = await loadEstate(join(import.meta.dirname, '../../../sandbox/estate/demo'));
    const aws = await startAwsSandbox({ estate, now: () => NOW });
    try {
      await scanAll(estate, aws.url);
    } finally {
      await aws.close();
    }
  });

  const evaluations = () => outcomes.flatMap((outcome) => outcome.evaluations);

  it('has something that fails for every rule', () => {
    const failing = new Set(
      evaluations().flatMap(({ ruleId, status }) => (status === 'fail' ? [ruleId] : [])),
    );
    expect(catalogue.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([]);
  });

  it('fails in few enough places for people to look at', () => {
    expect(evaluations().filter(({ status }) => status === 'fail').length).toBeLessThan(230);
  });

  it('leaves nothing unknown but what the organization denies', () => {
    const unread = new Set(outcomes.flatMap((outcome) => outcome.unread.map(({ operation }) => operation)));
    expect([...unread].sort()).toEqual(DENIED);
    const unknown = evaluations().filter(({ status }) => status === 'unknown');
    expect(unknown.filter(({ message }) => !DENIED.some((operation) => message.includes(operation)))).toEqual(
      [],
    );
  });
});
