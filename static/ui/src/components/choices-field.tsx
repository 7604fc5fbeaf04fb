import Select, { CreatableSelect } from '@atlaskit/select';
import { visibleText } from '../../../../src/domain/visible-text';
import { Field } from './field';
import { type Option, option, withChosen } from './multi-select';

interface Props<T extends string> {
  label: string;
  help?: string;
  error?: string | undefined;
  /** What an empty field means. */
  placeholder?: string;
  selected: readonly T[];
  onChange: (values: T[]) => void;
}

/** A field of a form in which several values can be chosen. */
export function ChoicesField<T extends string>({
  options,
  selected,
  onChange,
  placeholder = 'All',
  ...field
}: Props<T> & { options: readonly Option<T>[] }) {
  const all = withChosen(options, selected);
  return (
    <Field {...field}>
      {({ id, isInvalid }) => (
        <Select<Option<T>, true>
          inputId={id}
          isMulti
          isInvalid={isInvalid}
          placeholder={placeholder}
          options={all}
          value={all.filter((candidate) => selected.includes(candidate.value))}
          onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
        />
      )}
    </Field>
  );
}

/** The same for values of one's own, which are typed and ended with Enter. */
export function TypedChoicesField({
  selected,
  onChange,
  placeholder = 'Type, then Enter',
  ...field
}: Props<string>) {
  return (
    <Field {...field}>
      {({ id, isInvalid }) => (
        <CreatableSelect<Option<string>, true>
          inputId={id}
          isMulti
          isInvalid={isInvalid}
          placeholder={placeholder}
          noOptionsMessage={() => null}
          formatCreateLabel={(text) => `Add ${visibleText(text)}`}
          options={[]}
          value={selected.map((value) => option(value))}
          onChange={(chosen) => onChange(chosen.map(({ value }) => value.trim()))}
        />
      )}
    </Field>
  );
}
