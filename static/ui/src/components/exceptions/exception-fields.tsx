import { Stack } from '@atlaskit/primitives';
import TextArea from '@atlaskit/textarea';
import Textfield from '@atlaskit/textfield';
import { LONGEST_EXCEPTION_DAYS } from '../../../../../src/domain/exception';
import { DAY_MS } from '../../../../../src/domain/time';
import type { FieldErrors } from '../../use-fields';
import { Field } from '../field';
import { asDate } from './end-date';

/** The last day of an exception. */
export function EndField({
  date,
  error,
  onChange,
}: {
  date: string;
  error: string | undefined;
  onChange: (date: string) => void;
}) {
  return (
    <Field
      label="Until"
      required
      error={error}
      help="The last day on which it holds. After it the finding is open again."
    >
      {(field) => (
        <Textfield
          {...field}
          type="date"
          min={asDate(Date.now())}
          max={asDate(Date.now() + LONGEST_EXCEPTION_DAYS * DAY_MS)}
          value={date}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Why, and until when. */
export function ExceptionFields({
  values,
  errors,
  onChange,
}: {
  values: { reason: string; until: string };
  errors: FieldErrors;
  onChange: (change: Partial<{ reason: string; until: string }>) => void;
}) {
  return (
    <Stack space="space.100">
      <Field
        label="Reason"
        required
        error={errors['reason']}
        help="Why this may stay as it is for a time. The security team decides by it, and it stands on the issue."
      >
        {({ id, ...field }) => (
          <TextArea
            {...field}
            id={id}
            minimumRows={3}
            value={values.reason}
            onChange={(event) => onChange({ reason: event.currentTarget.value })}
          />
        )}
      </Field>
      <EndField date={values.until} error={errors['until']} onChange={(until) => onChange({ until })} />
    </Stack>
  );
}
