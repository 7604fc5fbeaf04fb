import Checkbox from '@atlaskit/checkbox';
import Textfield from '@atlaskit/textfield';
import type { RuleParameter } from '../../../../../src/domain/rule-parameter';
import { Field } from '../../components/field';

/** A value as the input shows it: lists with commas. */
function shown(parameter: RuleParameter, value: unknown): string {
  return parameter.kind === 'strings' && Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The reverse of `shown`. What is not a number is left as text, so that the server can say what is wrong with it. */
function parsed(parameter: RuleParameter, text: string): unknown {
  if (parameter.kind === 'number')
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (parameter.kind === 'strings') {
    return text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }
  return text;
}

/** One parameter of a rule, with what it means and its default. */
export function ParameterField({
  parameter,
  value,
  error,
  onChange,
}: {
  parameter: RuleParameter;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}) {
  if (parameter.kind === 'boolean') {
    return (
      <Checkbox
        label={`${parameter.name}: ${parameter.description}`}
        isChecked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  return (
    <Field
      label={parameter.name}
      help={`${parameter.description} Default: ${shown(parameter, parameter.default) || 'none'}.`}
      error={error}
    >
      {(field) => (
        <Textfield
          {...field}
          inputMode={parameter.kind === 'number' ? 'numeric' : 'text'}
          defaultValue={shown(parameter, value)}
          onChange={(event) => onChange(parsed(parameter, event.currentTarget.value))}
        />
      )}
    </Field>
  );
}
