import Button from '@atlaskit/button/new';
import EmptyState from '@atlaskit/empty-state';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Inline } from '@atlaskit/primitives';
import { useState } from 'react';
import type { AccountView, RuleSetting } from '../../../../../../src/contract/admin-page';
import { newPolicy, type Rollout, type RolloutPolicy } from '../../../../../../src/domain/rollout/policy';
import { ChoiceField } from '../../../components/choice-field';
import { pairsByPolicy } from './pairs';
import { PoliciesTable } from './policies-table';
import { PolicyDialog } from './policy-dialog';

const OTHERWISE: { label: string; value: Rollout['otherwise'] }[] = [
  { label: 'observe: judged and shown to the security team', value: 'observe' },
  { label: 'off: not judged', value: 'off' },
];

function moved(policies: readonly RolloutPolicy[], policy: RolloutPolicy, by: -1 | 1): RolloutPolicy[] {
  const at = policies.indexOf(policy);
  const others = policies.filter((each) => each !== policy);
  return [...others.slice(0, at + by), policy, ...others.slice(at + by)];
}

function withPolicy(policies: readonly RolloutPolicy[], policy: RolloutPolicy): RolloutPolicy[] {
  return policies.some(({ id }) => id === policy.id)
    ? policies.map((each) => (each.id === policy.id ? policy : each))
    : [...policies, policy];
}

/** The policies of the draft: add, edit, order, remove, and what holds where none matches. */
export function Policies({
  draft,
  accounts,
  rules,
  onChange,
}: {
  draft: Rollout;
  accounts: readonly AccountView[];
  rules: readonly RuleSetting[];
  onChange: (change: Partial<Rollout>) => void;
}) {
  const [edited, setEdited] = useState<{ policy: RolloutPolicy; isNew: boolean } | null>(null);
  const { policies } = draft;
  return (
    <>
      {policies.length === 0 ? (
        <EmptyState
          header="No policy yet"
          description="Everything is judged and shown to the security team, and nothing becomes an issue."
          headingSize="xsmall"
        />
      ) : (
        <PoliciesTable
          policies={policies}
          pairs={pairsByPolicy(draft, accounts, rules)}
          actions={{
            edit: (policy) => setEdited({ policy, isNew: false }),
            duplicate: (policy) =>
              setEdited({
                policy: { ...policy, id: crypto.randomUUID(), name: `${policy.name} (copy)` },
                isNew: true,
              }),
            remove: (policy) => onChange({ policies: policies.filter((each) => each !== policy) }),
            move: (policy, by) => onChange({ policies: moved(policies, policy, by) }),
          }}
        />
      )}
      <Inline space="space.200" alignBlock="end" shouldWrap>
        <Button onClick={() => setEdited({ policy: newPolicy(crypto.randomUUID(), ''), isNew: true })}>
          Add policy
        </Button>
        <div style={{ minWidth: 360 }}>
          <ChoiceField
            label="What no policy matches"
            options={OTHERWISE}
            value={draft.otherwise}
            onChange={(otherwise) => onChange({ otherwise })}
          />
        </div>
      </Inline>
      <ModalTransition>
        {edited !== null && (
          <PolicyDialog
            policy={edited.policy}
            isNew={edited.isNew}
            accounts={accounts}
            rules={rules}
            sla={draft.sla}
            teams={draft.teams}
            onClose={() => setEdited(null)}
            onDone={(policy) => {
              onChange({ policies: withPolicy(policies, policy) });
              setEdited(null);
            }}
          />
        )}
      </ModalTransition>
    </>
  );
}
