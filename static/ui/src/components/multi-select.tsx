import { Label } from '@atlaskit/form';
import Select from '@atlaskit/select';
import { useId } from 'react';

export interface Option<T extends string> {
  label: string;
  value: T;
}

/** A choice, shown as itself unless it has a label. */
export function option<T extends string>(value: T, label: string = value): Option<T> {
  return { label, value };
}

/** A filter of which several values can be chosen; none means all. */
export function MultiSelect<T extends string>({
  label,
  options,
  selected,
  onChange,
}: {
  label: string;
  options: Option<T>[];
  selected: readonly T[];
  onChange: (values: T[]) => void;
}) {
  const id = useId();
  return (
    <div style={{ minWidth: 160, maxWidth: 260 }}>
      <Label htmlFor={id}>{label}</Label>
      <Select<Option<T>, true>
        inputId={id}
        isMulti
        spacing="compact"
        placeholder="All"
        options={options}
        value={options.filter((candidate) => selected.includes(candidate.value))}
        onChange={(chosen) => onChange(chosen.map((candidate) => candidate.value))}
      />
    </div>
  );
}
