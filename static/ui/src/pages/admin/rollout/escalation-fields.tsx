import Checkbox from '@atlaskit/checkbox';
import { Stack } from '@atlaskit/primitives';
import type { Escalation } from '../../../../../../src/domain/rollout/escalation';
import { ChoiceField } from '../../../components/choice-field';
import { Field } from '../../../components/field';
import { PersonSelect } from '../../../components/person-select';
import { errorUnder, type FieldErrors } from '../../../use-fields';

const REMINDERS: { label: string; value: Escalation['remind'] }[] = [
  { label: 'No comment', value: 'never' },
  { label: 'One comment when the due date has passed', value: 'once' },
  { label: 'A comment every day from then on', value: 'daily' },
];

/** What happens to issues past their due date. */
export function EscalationFields({
  escalation,
  errors,
  onChange,
}: {
  escalation: Escalation;
  errors: FieldErrors;
  onChange: (escalation: Escalation) => void;
}) {
  const set = (change: Partial<Escalation>) => onChange({ ...escalation, ...change });
  return (
    <Stack space="space.100">
      <ChoiceField
        label="Reminder on the issue"
        options={REMINDERS}
        value={escalation.remind}
        onChange={(remind) => set({ remind })}
      />
      <Checkbox
        label="Raise the priority by one step, once, unless somebody set it"
        isChecked={escalation.raisePriority}
        onChange={(event) => set({ raisePriority: event.currentTarget.checked })}
      />
      <Field
        label="Tell"
        help="Is mentioned in the reminder and watches the issue from then on."
        error={errorUnder(errors, 'escalation.notifyId')}
      >
        {({ id, isInvalid }) => (
          <PersonSelect
            inputId={id}
            isInvalid={isInvalid}
            personId={escalation.notifyId}
            onChange={(notifyId) => set({ notifyId })}
          />
        )}
      </Field>
    </Stack>
  );
}
