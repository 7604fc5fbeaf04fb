import Textfield from '@atlaskit/textfield';
import { Field } from './field';

/** A whole number. What is not one is NaN, so that the schema of the form can say so. */
export function NumberField({
  label,
  help,
  error,
  value,
  onChange,
}: {
  label: string;
  help?: string;
  error?: string | undefined;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={label} error={error} {...(help === undefined ? {} : { help })}>
      {(field) => (
        <Textfield
          {...field}
          inputMode="numeric"
          value={Number.isNaN(value) ? '' : String(value)}
          onChange={(event) => {
            const text = event.currentTarget.value.trim();
            onChange(text === '' ? Number.NaN : Number(text));
          }}
        />
      )}
    </Field>
  );
}
