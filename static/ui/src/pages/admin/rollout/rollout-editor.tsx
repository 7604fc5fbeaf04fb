import Button from '@atlaskit/button/new';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import SectionMessage, { SectionMessageAction } from '@atlaskit/section-message';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountView, RolloutView, RuleSetting } from '../../../../../../src/contract/admin-page';
import { type Rollout, rolloutSchema } from '../../../../../../src/domain/rollout/policy';
import { ForeignText } from '../../../components/foreign-text';
import { PageSection } from '../../../components/page-section';
import { flagSuccess } from '../../../flags';
import { type FieldErrors, useFields } from '../../../use-fields';
import { BeingApplied } from './being-applied';
import { DecisionFinder } from './decision-finder';
import { EscalationFields } from './escalation-fields';
import { LifecycleFields } from './lifecycle-fields';
import { Policies } from './policies';
import { PreviewDialog } from './preview-dialog';
import { SlaFields } from './sla-fields';
import { Teams } from './teams';

/** What is wrong with a policy or a team, whose dialogs are closed. */
function Unplaced({ errors, draft }: { errors: FieldErrors; draft: Rollout }) {
  const lists = {
    policies: draft.policies.map(({ name }) => name),
    teams: draft.teams.map(({ tagValue }) => tagValue),
  };
  const problems = Object.entries(errors).flatMap(([path, message]) => {
    const [list, index, ...field] = path.split('.');
    if (list !== 'policies' && list !== 'teams') return [];
    return [`${lists[list][Number(index)] ?? list}: ${field.join(' ')} ${message}`];
  });
  if (problems.length === 0) return null;
  return (
    <div role="alert">
      <SectionMessage appearance="error" title="The draft cannot be saved yet">
        {problems.map((problem) => (
          <p key={problem}>
            <ForeignText text={problem} />
          </p>
        ))}
      </SectionMessage>
    </div>
  );
}

/** The rollout as a draft: nothing holds before it was previewed and saved. */
export function RolloutEditor({
  saved,
  accounts,
  rules,
}: {
  saved: RolloutView;
  accounts: readonly AccountView[];
  rules: readonly RuleSetting[];
}) {
  const queryClient = useQueryClient();
  const { values: draft, errors, set, ready, reset } = useFields<Rollout>(saved.rollout, rolloutSchema);
  const [previewed, setPreviewed] = useState(false);
  const [replaced, setReplaced] = useState<Rollout | null>(null);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved.rollout);
  const onSaved = (view: RolloutView) => {
    flagSuccess('The rollout is saved', 'It applies from the next run on.');
    setPreviewed(false);
    setReplaced(saved.rollout);
    set(view.rollout);
    queryClient.setQueryData(['rollout'], view);
  };

  return (
    <Stack space="space.300">
      {replaced !== null && !isChanged && (
        <SectionMessage
          appearance="success"
          title={`Version ${saved.version} is in force`}
          actions={[
            <SectionMessageAction
              key="undo"
              onClick={() => {
                set(replaced);
                setReplaced(null);
              }}
            >
              Take the one before as the draft
            </SectionMessageAction>,
          ]}
        >
          <p>Issues that it filed stay; taking it back stops new ones.</p>
        </SectionMessage>
      )}
      <BeingApplied saved={saved} />
      <PageSection
        title="Policies"
        help="For each account and rule the first policy that matches decides. Begin with observe, look at the preview, then let it file."
      >
        <Policies draft={draft} accounts={accounts} rules={rules} onChange={set} />
      </PageSection>
      <PageSection title="Which policy decides?">
        <DecisionFinder rollout={draft} accounts={accounts} rules={rules} />
      </PageSection>
      <PageSection title="Days to fix" help="From the day that a finding opens to its due date.">
        <SlaFields sla={draft.sla} path="sla" errors={errors} onChange={(sla) => set({ sla })} />
      </PageSection>
      <PageSection title="Teams">
        <Teams teams={draft.teams} onChange={(teams) => set({ teams })} />
      </PageSection>
      <PageSection title="The life of an issue">
        <div className="form-column">
          <LifecycleFields
            lifecycle={draft.lifecycle}
            errors={errors}
            onChange={(lifecycle) => set({ lifecycle })}
          />
        </div>
      </PageSection>
      <PageSection title="Past the due date">
        <div className="form-column">
          <EscalationFields
            escalation={draft.escalation}
            errors={errors}
            onChange={(escalation) => set({ escalation })}
          />
        </div>
      </PageSection>
      <Unplaced errors={errors} draft={draft} />
      <div className="save-bar">
        <Inline space="space.100" alignBlock="center" shouldWrap>
          <Button
            appearance="primary"
            isDisabled={!isChanged}
            onClick={() => {
              if (ready()) setPreviewed(true);
            }}
          >
            Preview and save
          </Button>
          <Button isDisabled={!isChanged} onClick={reset}>
            Discard changes
          </Button>
          <div role="status">
            <Text color="color.text.subtle">
              {isChanged ? 'The draft is not saved.' : `Version ${saved.version} is in force.`}
            </Text>
          </div>
        </Inline>
      </div>
      <ModalTransition>
        {previewed && (
          <PreviewDialog
            saved={saved}
            rollout={draft}
            rules={rules}
            onClose={() => setPreviewed(false)}
            onSaved={onSaved}
          />
        )}
      </ModalTransition>
    </Stack>
  );
}
