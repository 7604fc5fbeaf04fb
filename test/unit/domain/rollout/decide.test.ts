import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, explainDecision } from '../../../../src/domain/rollout/decide';
import { Decisions } from '../../../../src/domain/rollout/decisions';
import {
  DEFAULT_ROLLOUT,
  newPolicy,
  type RolloutPolicy,
  rolloutSchema,
} from '../../../../src/domain/rollout/policy';
import {
  ALL_ACCOUNTS,
  ALL_RULES,
  type RuleFacts,
  type SelectableAccount,
} from '../../../../src/domain/rollout/selection';
import { STAGES } from '../../../../src/domain/rollout/stage';
import { rolloutOf } from '../../../fixtures/rollout';

const payments: SelectableAccount = {
  id: '111122223333',
  tier: 'production',
  tags: { team: 'payments', pci: 'yes' },
  ownerProjectKey: 'PAY',
};
const orphan: SelectableAccount = { id: '444455556666', tier: 'sandbox', tags: {}, ownerProjectKey: null };
const rule: RuleFacts = {
  id: 's3-bucket-public-read',
  service: 's3',
  pillar: 'security',
  severity: 'critical',
  references: { cis: ['7.0:3.1.4', '6.0:3.1.4'], fsbp: ['S3.2'] },
};
const idle: RuleFacts = {
  id: 'nat-gateway-idle',
  service: 'ec2',
  pillar: 'cost-optimisation',
  severity: 'low',
  references: {},
};

const uuid = (number: number) => `7d1f6a52-5d1c-4c5e-9a54-${String(number).padStart(12, '0')}`;
let count = 0;
function policy(more: Partial<RolloutPolicy>): RolloutPolicy {
  count += 1;
  return { ...newPolicy(uuid(count), `Policy ${count}`), stage: 'ticket', ...more };
}
const accounts = (more: Partial<typeof ALL_ACCOUNTS>) => policy({ accounts: { ...ALL_ACCOUNTS, ...more } });
const rules = (more: Partial<typeof ALL_RULES>) => policy({ rules: { ...ALL_RULES, ...more } });

describe('what a policy selects', () => {
  it.each<[string, RolloutPolicy, SelectableAccount, RuleFacts, boolean]>([
    ['everything', policy({}), orphan, idle, true],
    ['an account by its id', accounts({ ids: [payments.id] }), payments, rule, true],
    ['no other account', accounts({ ids: [payments.id] }), orphan, rule, false],
    ['a tier', accounts({ tiers: ['production', 'staging'] }), payments, rule, true],
    ['no other tier', accounts({ tiers: ['staging'] }), payments, rule, false],
    ['a tag, whichever of several', accounts({ tags: ['team=web', 'pci'] }), payments, rule, true],
    ['no account without the tag', accounts({ tags: ['pci'] }), orphan, rule, false],
    ['an owner', accounts({ owners: ['PAY'] }), payments, rule, true],
    ['nothing that nobody owns by its owner', accounts({ owners: ['PAY'] }), orphan, rule, false],
    [
      'only what is in every list',
      accounts({ tiers: ['production'], owners: ['WEB'] }),
      payments,
      rule,
      false,
    ],
    ['a rule by its id', rules({ ids: [rule.id] }), payments, rule, true],
    ['no other rule', rules({ ids: [rule.id] }), payments, idle, false],
    ['a service', rules({ services: ['s3'] }), payments, rule, true],
    ['no other service', rules({ services: ['s3'] }), payments, idle, false],
    ['a pillar', rules({ pillars: ['cost-optimisation'] }), payments, idle, true],
    ['a minimum severity', rules({ minimumSeverity: 'high' }), payments, rule, true],
    ['nothing under it', rules({ minimumSeverity: 'high' }), payments, idle, false],
    ['a benchmark by its version', rules({ benchmarks: ['cis-7.0'] }), payments, rule, true],
    ['no other version', rules({ benchmarks: ['cis-5.0'] }), payments, rule, false],
    ['any of several benchmarks', rules({ benchmarks: ['cis-5.0', 'fsbp'] }), payments, rule, true],
    ['no rule of no benchmark', rules({ benchmarks: ['fsbp'] }), payments, idle, false],
  ])('%s', (_, candidate, account, subject, matches) => {
    expect(decide(rolloutOf(candidate), account, subject).policy === candidate).toBe(matches);
  });
});

describe('which policy decides', () => {
  const first = accounts({ tiers: ['sandbox'] });
  const second = policy({ stage: 'off', rules: { ...ALL_RULES, services: ['s3'] } });
  const third = policy({});

  it('the first that matches', () => {
    const rollout = rolloutOf(first, second, third);
    expect(decide(rollout, payments, rule)).toEqual({ stage: 'off', policy: second });
    expect(decide(rollout, payments, idle)).toEqual({ stage: 'ticket', policy: third });
    expect(decide(rollout, orphan, rule)).toEqual({ stage: 'ticket', policy: first });
  });

  it('none: what the rollout says of everything else, and never tickets', () => {
    expect(decide(rolloutOf(first), payments, rule)).toEqual({ stage: 'observe', policy: null });
    expect(decide({ ...rolloutOf(), otherwise: 'off' }, payments, rule).stage).toBe('off');
    expect(rolloutSchema.safeParse({ ...DEFAULT_ROLLOUT, otherwise: 'ticket' }).success).toBe(false);
  });

  it('is told step by step, up to the one that decides', () => {
    const { steps } = explainDecision(rolloutOf(first, second, third), payments, rule);
    expect(steps).toEqual([
      { policyId: first.id, name: first.name, decides: false, mismatch: 'it is for sandbox accounts' },
      { policyId: second.id, name: second.name, decides: true, mismatch: null },
    ]);
  });

  it('is the same for every pair at once', () => {
    const anyPolicy = fc
      .record({
        stage: fc.constantFrom(...STAGES),
        tiers: fc.subarray(['production', 'sandbox'] as const),
        services: fc.subarray(['s3', 'ec2']),
      })
      .map(({ stage, tiers, services }) =>
        policy({
          stage,
          accounts: { ...ALL_ACCOUNTS, tiers: [...tiers] },
          rules: { ...ALL_RULES, services },
        }),
      );
    fc.assert(
      fc.property(fc.array(anyPolicy, { maxLength: 5 }), (policies) => {
        const rollout = rolloutOf(...policies);
        const decisions = new Decisions(rollout, [payments, orphan], [rule, idle]);
        for (const stage of STAGES) {
          const grouped = decisions
            .inStage(stage)
            .flatMap(({ accountIds, ruleIds }) =>
              accountIds.flatMap((id) => ruleIds.map((of) => `${id} ${of}`)),
            );
          const single = [payments, orphan].flatMap((account) =>
            [rule, idle]
              .filter((of) => decide(rollout, account, of).stage === stage)
              .map((of) => `${account.id} ${of.id}`),
          );
          expect(grouped.sort()).toEqual(single.sort());
        }
      }),
    );
  });

  it('is off for what is not there', () => {
    const decisions = new Decisions(rolloutOf(policy({})), [payments], [rule]);
    expect(decisions.of('000000000000', rule.id).stage).toBe('off');
    expect(decisions.of(payments.id, 'no-such-rule').stage).toBe('off');
  });
});

describe('a rollout that is saved', () => {
  it('has no policy and no team twice', () => {
    const one = policy({});
    const team = { tagValue: 'Web', projectKey: 'WEB', component: null, assigneeId: null };
    const twice = { ...rolloutOf(one, one), teams: [team, { ...team, tagValue: 'web' }] };
    const issues = rolloutSchema.safeParse(twice).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual([
      'policies.1.id',
      'policies.1.name',
      'teams.1.tagValue',
    ]);
  });
});
