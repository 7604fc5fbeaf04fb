import Button from '@atlaskit/button/new';
import Checkbox from '@atlaskit/checkbox';
import Heading from '@atlaskit/heading';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Inline, Stack } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import type { ReactNode } from 'react';
import type { AccountView, RuleSetting } from '../../../../../../src/contract/admin-page';
import {
  type RolloutPolicy,
  rolloutPolicySchema,
  type Team,
} from '../../../../../../src/domain/rollout/policy';
import { STAGES } from '../../../../../../src/domain/rollout/stage';
import type { Sla } from '../../../../../../src/domain/sla';
import { ChoiceField } from '../../../components/choice-field';
import { Field } from '../../../components/field';
import { ForeignText } from '../../../components/foreign-text';
import { NumberField } from '../../../components/number-field';
import { focusFirstInvalid, useFields } from '../../../use-fields';
import { AccountSelectionFields } from './account-selection-fields';
import { FilingCheck } from './filing-check';
import { OverrideFields } from './override-fields';
import { RouteFields } from './route-fields';
import { RuleSelectionFields } from './rule-selection-fields';
import { SlaFields } from './sla-fields';
import { STAGE_WORDS } from './words';

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack space="space.100">
      <Heading size="xsmall" as="h2">
        {title}
      </Heading>
      {children}
    </Stack>
  );
}

/** One policy as a form. It changes the draft of the page; nothing is saved before the preview. */
export function PolicyDialog({
  policy,
  isNew,
  accounts,
  rules,
  sla,
  teams,
  onDone,
  onClose,
}: {
  policy: RolloutPolicy;
  isNew: boolean;
  accounts: readonly AccountView[];
  rules: readonly RuleSetting[];
  /** The organisation's, from which a policy's own starts. */
  sla: Sla;
  teams: Team[];
  onDone: (policy: RolloutPolicy) => void;
  onClose: () => void;
}) {
  const { values, errors, set, ready } = useFields<RolloutPolicy>(policy, rolloutPolicySchema);
  const { ceiling } = values;
  return (
    <ModalDialog onClose={onClose} width="large" shouldScrollInViewport shouldCloseOnOverlayClick={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready()) onDone(values);
          else focusFirstInvalid(event.currentTarget);
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>
            {isNew ? (
              'Add a policy'
            ) : (
              <>
                Edit <ForeignText text={policy.name} />
              </>
            )}
          </ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.300">
            <Stack space="space.100">
              <Field label="Name" required error={errors['name']}>
                {(field) => (
                  <Textfield
                    {...field}
                    value={values.name}
                    onChange={(event) => set({ name: event.currentTarget.value })}
                  />
                )}
              </Field>
              <ChoiceField
                label="Stage"
                options={STAGES.map((value) => ({
                  label: `${STAGE_WORDS[value].label}: ${STAGE_WORDS[value].meaning}`,
                  value,
                }))}
                value={values.stage}
                onChange={(stage) => set({ stage })}
              />
            </Stack>
            <Section title="For which accounts">
              <AccountSelectionFields
                selection={values.accounts}
                accounts={accounts}
                errors={errors}
                onChange={(selection) => set({ accounts: selection })}
              />
            </Section>
            <Section title="For which rules">
              <RuleSelectionFields
                selection={values.rules}
                rules={rules}
                errors={errors}
                onChange={(selection) => set({ rules: selection })}
              />
            </Section>
            {values.stage === 'ticket' && (
              <Section title="How many new issues">
                <Inline space="space.200" shouldWrap>
                  <NumberField
                    label="New issues per run, at most"
                    error={errors['ceiling.perRun']}
                    value={ceiling.perRun}
                    onChange={(perRun) => set({ ceiling: { ...ceiling, perRun } })}
                  />
                  <NumberField
                    label="New issues per day, at most"
                    help="The most severe come first; the rest follows on the next days."
                    error={errors['ceiling.perDay']}
                    value={ceiling.perDay}
                    onChange={(perDay) => set({ ceiling: { ...ceiling, perDay } })}
                  />
                </Inline>
              </Section>
            )}
            <Section title="Whose they are">
              <RouteFields policy={values} errors={errors} onChange={set} />
              <FilingCheck policy={values} teams={teams} isReady={ready} onChange={set} />
            </Section>
            <Section title="Days to fix">
              <Checkbox
                label="Other days than the organisation’s"
                isChecked={values.sla !== null}
                onChange={(event) => set({ sla: event.currentTarget.checked ? sla : null })}
              />
              {values.sla !== null && (
                <SlaFields
                  sla={values.sla}
                  path="sla"
                  errors={errors}
                  onChange={(own) => set({ sla: own })}
                />
              )}
            </Section>
            <Section title="Tuned rules">
              <OverrideFields
                overrides={values.overrides}
                rules={rules}
                errors={errors}
                onChange={(overrides) => set({ overrides })}
              />
            </Section>
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit">
            {isNew ? 'Add to the draft' : 'Change the draft'}
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
