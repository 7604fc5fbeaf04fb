import { Box, Inline, Stack, Text } from '@atlaskit/primitives';
import { useState } from 'react';
import type { AccountView, RuleSetting } from '../../../../../../src/contract/admin-page';
import { explainDecision } from '../../../../../../src/domain/rollout/decide';
import type { Rollout } from '../../../../../../src/domain/rollout/policy';
import { ChoiceField } from '../../../components/choice-field';
import { ForeignText } from '../../../components/foreign-text';
import { option } from '../../../components/multi-select';
import { StageLozenge } from './policies-table';
import { ruleFacts, STAGE_WORDS } from './words';

/** Which policy of the draft decides for an account and a rule, and why not those before it. */
export function DecisionFinder({
  rollout,
  accounts,
  rules,
}: {
  rollout: Rollout;
  accounts: readonly AccountView[];
  rules: readonly RuleSetting[];
}) {
  const [accountId, setAccountId] = useState('');
  const [ruleId, setRuleId] = useState('');
  const account = accounts.find(({ id }) => id === accountId);
  const rule = rules.find(({ id }) => id === ruleId);
  return (
    <Stack space="space.100">
      <Inline space="space.200" shouldWrap>
        <div style={{ minWidth: 280 }}>
          <ChoiceField
            label="For the account"
            options={accounts.map(({ id, name }) => option(id, `${name} (${id})`))}
            value={accountId}
            onChange={setAccountId}
          />
        </div>
        <div style={{ minWidth: 380 }}>
          <ChoiceField
            label="and the rule"
            options={rules.map(({ id, title }) => ({ label: title, value: id }))}
            value={ruleId}
            onChange={setRuleId}
          />
        </div>
      </Inline>
      <div role="status">
        {account !== undefined && rule !== undefined && (
          <Explanation rollout={rollout} account={account} rule={rule} />
        )}
      </div>
    </Stack>
  );
}

function Explanation({
  rollout,
  account,
  rule,
}: {
  rollout: Rollout;
  account: AccountView;
  rule: RuleSetting;
}) {
  if (!rule.enabled)
    return <Text>{`The rule is switched off for every account, so no policy is asked.`}</Text>;
  const { stage, policy, steps } = explainDecision(rollout, account, ruleFacts(rule));
  return (
    <Stack space="space.075">
      <Inline space="space.100" alignBlock="center">
        <StageLozenge stage={stage} />
        <Text>
          {policy === null ? (
            'No policy matches, so it is as all the rest'
          ) : (
            <>
              “<ForeignText text={policy.name} />” decides
            </>
          )}
          {`: ${STAGE_WORDS[stage].meaning}.`}
        </Text>
      </Inline>
      {steps.length > 1 && (
        <Box as="ol" paddingInlineStart="space.300">
          {steps.map(({ policyId, name, decides, mismatch }) => (
            <li key={policyId}>
              <Text size="small">
                <ForeignText text={name} />:{' '}
                {decides ? 'matches' : <ForeignText text={mismatch ?? 'does not match'} />}
              </Text>
            </li>
          ))}
        </Box>
      )}
    </Stack>
  );
}
