import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack, Text } from '@atlaskit/primitives';
import Select from '@atlaskit/select';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleSetting } from '../../../../../src/contract/admin-page';
import { SEVERITIES, type Severity } from '../../../../../src/domain/severity';
import { AnswerFailure, adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { Field } from '../../components/field';
import { flagSuccess } from '../../flags';
import { ParameterField } from './parameter-field';

/** Severity and parameters of one rule. */
export function RuleDialog({ rule, onClose }: { rule: RuleSetting; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [severity, setSeverity] = useState<Severity | null>(rule.severityOverride);
  const [parameters, setParameters] = useState(rule.values);
  const save = useMutation({
    mutationFn: () =>
      adminPageApi('saveRule', { ruleId: rule.id, enabled: rule.enabled, severity, parameters }),
    onSuccess: async () => {
      flagSuccess(`“${rule.title}” is saved`, 'It applies from the next scan on.');
      await queryClient.invalidateQueries({ queryKey: ['rules'] });
      onClose();
    },
  });
  const fieldErrors = save.error instanceof AnswerFailure ? save.error.fields : {};
  const fromRule = { label: `As the rule says: ${rule.severity}`, value: null };
  const options = [fromRule, ...SEVERITIES.map((value) => ({ label: value, value }))];
  return (
    <ModalDialog onClose={onClose} width="medium" shouldScrollInViewport>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>{rule.title}</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.150">
            {save.isError && <ErrorMessage error={save.error} />}
            <Text>{rule.why}</Text>
            <Field label="Severity">
              {({ id }) => (
                <Select<{ label: string; value: Severity | null }>
                  inputId={id}
                  options={options}
                  value={options.find((candidate) => candidate.value === severity) ?? fromRule}
                  onChange={(chosen) => setSeverity(chosen?.value ?? null)}
                />
              )}
            </Field>
            {rule.parameters.map((parameter) => (
              <ParameterField
                key={parameter.name}
                parameter={parameter}
                value={parameters[parameter.name]}
                error={fieldErrors[`parameters.${parameter.name}`]}
                onChange={(value) => setParameters((current) => ({ ...current, [parameter.name]: value }))}
              />
            ))}
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit" isLoading={save.isPending}>
            Save
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
