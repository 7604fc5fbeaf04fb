import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { accountSchema } from '../../../sandbox/aws/estate/estate';
import { parseAccount } from '../../../sandbox/aws/estate/parse';
import { type AwsSandbox, type Estate, startAwsSandbox } from '../../../sandbox/aws/server';
import { assumeAccountRole } from '../../../src/aws/credentials';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { AwsSession } from '../../../src/aws/session';
import type { JudgementStatus } from '../../../src/domain/judgement';
import type { ScanOutcome } from '../../../src/domain/scan-outcome';
import { findRule } from '../../../src/rules';
import type { Rule } from '../../../src/rules/define';
import { scanScope } from '../../../src/scan/scan-scope';

export const ACCOUNT_ID = '111122223333';
/** An account that nobody said is trusted. */
export const STRANGER = '999988887777';
export const REGION = 'eu-central-1';
/** The sandbox's clock; ages in the estate are counted back from here. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

const HUB = { accessKeyId: 'AKIAHUBOFTHERULETEST', secretAccessKey: 'hub-secret-of-the-rule-tests-0001' };
const ROLE = 'CloudFindingsReadOnly';
const REGIONS = ['us-east-1', REGION, 'eu-west-1'];

type AccountDocument = Omit<z.input<typeof accountSchema>, 'id' | 'name' | 'roles'>;
type RegionalDocument = NonNullable<NonNullable<AccountDocument['regions']>[string]>;

/** What a resource is judged to be, or that and part of what the finding says of it. */
type Expected = JudgementStatus | [status: JudgementStatus, says: string];

export interface WireCase {
  name: string;
  /** What the account holds; the fields are those of sandbox/aws/estate. */
  account?: AccountDocument;
  /** The same for one region, eu-central-1, where a regional rule is judged. */
  region?: RegionalDocument;
  params?: Record<string, unknown>;
  /** Every resource that the rule judges, by its id; nothing that is not named here may come out. */
  is: Record<string, Expected>;
  /** The operations whose answers cannot be read, where that is what the case is about. */
  unread?: string[];
  /** Part of the evidence, by the resource's id. */
  evidence?: Record<string, Record<string, unknown>>;
  /** The tags by which findings are routed, by the resource's id. */
  tags?: Record<string, Record<string, string>>;
}

export interface WireTable {
  cases: WireCase[];
  /**
   * Permissions that a rule can do without: what it needs them for shows in the evidence, spares a call, or can only excuse
   * what would fail otherwise. For every other one, denying it has to leave something unknown.
   */
  spares?: string[];
}

/**
 * Judges each case as the product does, from the SDK's requests over HTTP to the judgement, with a role that may do exactly
 * what the rule declares: a call outside its permissions fails the case. Then takes the permissions away one by one, and
 * checks that nothing unreadable passes.
 */
export function wireTable(ruleId: string, { cases, spares = [] }: WireTable): void {
  const rule = findRule(ruleId);
  if (rule === null) throw new Error(`There is no rule ${ruleId}`);

  describe(ruleId, () => {
    it.each(cases)('$name', async (example) => {
      const outcome = await judge(rule, example);
      if (example.unread === undefined) expect(outcome.unread).toEqual([]);
      else expect(outcome.unread.map(({ operation }) => operation)).toEqual(example.unread);
      expect(statusesOf(outcome)).toEqual(
        Object.fromEntries(Object.entries(example.is).map(([id, expected]) => [id, statusOf(expected)])),
      );
      for (const evaluation of outcome.evaluations) {
        const expected = example.is[evaluation.resourceId];
        if (Array.isArray(expected)) expect(evaluation.message).toContain(expected[1]);
        expect(evaluation.evidence).toMatchObject(example.evidence?.[evaluation.resourceId] ?? {});
        expect(evaluation.tags).toMatchObject(example.tags?.[evaluation.resourceId] ?? {});
        // Evidence goes into a database column and an issue: it has to be JSON and small.
        expect(JSON.parse(JSON.stringify(evaluation.evidence))).toEqual(evaluation.evidence);
        expect(JSON.stringify(evaluation.evidence).length).toBeLessThan(8_000);
      }
    });

    it('an account with nothing in it leaves nothing unknown', async () => {
      const { evaluations, unread } = await judge(rule, { name: 'empty', is: {} });
      expect(unread).toEqual([]);
      expect(evaluations.filter(({ status }) => status === 'unknown')).toEqual([]);
    });

    it('is judged to pass and to fail by these cases', () => {
      const statuses = new Set(cases.flatMap(({ is }) => Object.values(is).map(statusOf)));
      expect([...statuses]).toEqual(expect.arrayContaining(['pass', 'fail']));
    });

    it.each(rule.permissions)('passes nothing that it cannot tell without %s', async (permission) => {
      let becameUnknown = false;
      for (const example of cases) {
        const outcome = await judge(rule, example, permission);
        const complete = outcome.coverage.every((coverage) => coverage.complete);
        for (const { resourceId, status } of outcome.evaluations) {
          const before = example.is[resourceId];
          // Nothing is called safe by it.
          if (status === 'unknown') becameUnknown ||= before === undefined || statusOf(before) !== 'unknown';
          else if (status === 'fail' && spares.includes(permission)) continue;
          else if (before !== undefined)
            expect(`${resourceId} ${status}`).toBe(`${resourceId} ${statusOf(before)}`);
        }
        // What is no longer seen may only be missing where the rule says that it did not see everything.
        const seen = new Set(outcome.evaluations.map(({ resourceId }) => resourceId));
        if (complete) expect(Object.keys(example.is).filter((id) => !seen.has(id))).toEqual([]);
      }
      expect(becameUnknown).toBe(!spares.includes(permission));
    });
  });
}

const statusOf = (expected: Expected) => (Array.isArray(expected) ? expected[0] : expected);

function statusesOf({ evaluations }: ScanOutcome): Record<string, JudgementStatus> {
  return Object.fromEntries(evaluations.map(({ resourceId, status }) => [resourceId, status]));
}

/** One rule over one account, by a role that may do what the rule declares, save `without`. */
async function judge(rule: Rule, example: WireCase, without?: string): Promise<ScanOutcome> {
  const aws = await startAws(rule, example, without);
  try {
    const scope = rule.resource.scope === 'global' ? 'global' : REGION;
    const session = await openSession(aws, scope);
    return await scanScope({
      account: { id: ACCOUNT_ID, name: 'wire', tier: 'production' },
      scope,
      rules: [{ rule, severity: rule.severity, params: example.params ?? {} }],
      readers: createResourceReaders(session),
      now: NOW,
      remainingMs: () => 60_000,
    });
  } finally {
    await aws.close();
  }
}

async function startAws(
  rule: Rule,
  { account, region, name }: WireCase,
  without?: string,
): Promise<AwsSandbox> {
  const document = {
    id: ACCOUNT_ID,
    name: 'wire',
    ...account,
    roles: {
      [ROLE]: {
        externalId: 'any',
        allowed: rule.permissions.filter((permission) => permission !== without),
      },
    },
    ...(region === undefined ? {} : { regions: { ...account?.regions, [REGION]: region } }),
  };
  const estate: Estate = {
    regions: REGIONS,
    hub: {
      accountId: '100000000001',
      user: 'cloud-findings',
      accessKeys: [{ id: HUB.accessKeyId, secret: HUB.secretAccessKey }],
    },
    accounts: [parseAccount(document, name)],
    timeline: [],
    documents: {},
  };
  return startAwsSandbox({ estate, now: () => NOW, pageSize: 3 });
}

async function openSession(aws: AwsSandbox, scope: string): Promise<AwsSession> {
  const credentials = await assumeAccountRole(
    HUB,
    { roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${ROLE}`, externalId: 'of-the-rule-tests' },
    { endpoint: aws.url },
  );
  return new AwsSession({ accountId: ACCOUNT_ID, partition: 'aws', scope, credentials, endpoint: aws.url });
}
