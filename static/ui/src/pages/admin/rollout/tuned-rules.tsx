import Button from '@atlaskit/button/new';
import Heading from '@atlaskit/heading';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import type { RuleSetting } from '../../../../../../src/contract/admin-page';
import type { Rollout } from '../../../../../../src/domain/rollout/policy';
import { TrialResult } from '../trial-result';
import { useTrial } from '../use-trial';

/** The rules that a policy of one rollout tunes otherwise than the other does. */
export function tunedOtherwise(before: Rollout, after: Rollout): string[] {
  const tuning = ({ policies }: Rollout, ruleId: string) =>
    JSON.stringify(policies.map(({ id, overrides }) => [id, overrides[ruleId] ?? null]));
  const tuned = [...before.policies, ...after.policies].flatMap(({ overrides }) => Object.keys(overrides));
  return [...new Set(tuned)].filter((ruleId) => tuning(before, ruleId) !== tuning(after, ruleId)).sort();
}

/** What the draft's tuning of rules would open and resolve, judged against AWS on request. */
export function TunedRules({ rules, rollout }: { rules: readonly RuleSetting[]; rollout: Rollout }) {
  if (rules.length === 0) return null;
  return (
    <Stack space="space.100">
      <Heading size="xsmall" as="h2">
        Tuned rules
      </Heading>
      <Text color="color.text.subtle">
        What other parameters find only AWS can tell: the resources are read, and nothing is written.
      </Text>
      {rules.map((rule) => (
        <TunedRule key={rule.id} rule={rule} rollout={rollout} />
      ))}
    </Stack>
  );
}

function TunedRule({ rule, rollout }: { rule: RuleSetting; rollout: Rollout }) {
  const { state, start, stop } = useTrial();
  const { id, title, enabled, severityOverride, values } = rule;
  const change = { ruleId: id, enabled, severity: severityOverride, parameters: values };
  return (
    <Stack space="space.100">
      <Inline space="space.100" alignBlock="center">
        <Text weight="medium">{title}</Text>
        <Button
          spacing="compact"
          isLoading={state.status === 'running'}
          onClick={() => void start(change, rollout)}
          aria-label={`See what changes: ${title}`}
        >
          See what changes
        </Button>
      </Inline>
      {state.status !== 'idle' && <TrialResult state={state} onStop={stop} />}
    </Stack>
  );
}
