import Select from '@atlaskit/select';
import { Field } from './field';

/** A field of a form in which one of a few values is chosen. */
export function ChoiceField<T extends string | null>({
  label,
  help,
  error,
  options,
  value,
  onChange,
}: {
  label: string;
  help?: string;
  error?: string | undefined;
  options: readonly { label: string; value: T }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <Field label={label} error={error} {...(help === undefined ? {} : { help })}>
      {({ id, isInvalid }) => (
        <Select<{ label: string; value: T }>
          inputId={id}
          isInvalid={isInvalid}
          options={options}
          value={options.find((candidate) => candidate.value === value) ?? null}
          onChange={(chosen) => {
            if (chosen !== null) onChange(chosen.value);
          }}
        />
      )}
    </Field>
  );
}
