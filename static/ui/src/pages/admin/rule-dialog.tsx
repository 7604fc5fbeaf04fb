import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack, Text } from '@atlaskit/primitives';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleSetting } from '../../../../../src/contract/admin-page';
import { SEVERITIES, type Severity } from '../../../../../src/domain/severity';
import { AnswerFailure, adminPageApi } from '../../api';
import { ChoiceField } from '../../components/choice-field';
import { ErrorMessage } from '../../components/error-message';
import { flagSuccess } from '../../flags';
import { errorUnder } from '../../use-fields';
import { ParameterField } from './parameter-field';
import { TrialResult } from './trial-result';
import { useTrial } from './use-trial';

/** Severity and parameters of one rule; a change is tried against AWS before it is saved. */
export function RuleDialog({ rule, onClose }: { rule: RuleSetting; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [severity, setSeverity] = useState<Severity | null>(rule.severityOverride);
  const [parameters, setParameters] = useState(rule.values);
  const trial = useTrial();
  const change = { ruleId: rule.id, enabled: rule.enabled, severity, parameters };
  const save = useMutation({
    mutationFn: () => adminPageApi('saveRule', change),
    onSuccess: async () => {
      flagSuccess(`“${rule.title}” is saved`, 'It applies from the next scan on.');
      await queryClient.invalidateQueries({ queryKey: ['rules'] });
      onClose();
    },
  });
  const refusal = save.error ?? trial.state.error;
  const fieldErrors = refusal instanceof AnswerFailure ? refusal.fields : {};
  const { status } = trial.state;
  const isTried = status === 'done' || status === 'stopped';
  const edited = () => {
    trial.reset();
    save.reset();
  };
  return (
    <ModalDialog onClose={onClose} width="medium" shouldScrollInViewport>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isTried) save.mutate();
          else void trial.start(change);
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>{rule.title}</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.150">
            {save.isError && <ErrorMessage error={save.error} />}
            <Text>{rule.why}</Text>
            <ChoiceField
              label="Severity"
              options={[
                { label: `As the rule says: ${rule.severity}`, value: null },
                ...SEVERITIES.map((value) => ({ label: value, value })),
              ]}
              value={severity}
              onChange={(value) => {
                setSeverity(value);
                edited();
              }}
            />
            {rule.parameters.map((parameter) => (
              <ParameterField
                key={parameter.name}
                parameter={parameter}
                value={parameters[parameter.name]}
                error={errorUnder(fieldErrors, `parameters.${parameter.name}`)}
                onChange={(value) => {
                  setParameters((current) => ({ ...current, [parameter.name]: value }));
                  edited();
                }}
              />
            ))}
            {status !== 'idle' && <TrialResult state={trial.state} onStop={trial.stop} />}
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit" isLoading={status === 'running' || save.isPending}>
            {isTried ? 'Save' : 'See what changes'}
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
