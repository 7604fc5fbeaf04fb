import { Label } from '@atlaskit/form';
import Select from '@atlaskit/select';
import { useId } from 'react';
import { visibleText } from '../../../../src/domain/visible-text';

export interface Option<T extends string | null> {
  label: string;
  value: T;
}

/** A choice, shown as itself unless it has a label; as other people’s text, whoever named it. */
export function option<T extends string | null>(value: T, label: string = value ?? ''): Option<T> {
  return { label: visibleText(label), value };
}

/** The choices, and what is chosen though it is none of them: nobody filters by what they do not see. */
export function withChosen<T extends string>(
  options: readonly Option<T>[],
  selected: readonly T[],
): Option<T>[] {
  const strangers = selected.filter((value) => !options.some((candidate) => candidate.value === value));
  return [...options, ...strangers.map((value) => option(value))];
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
  const all = withChosen(options, selected);
  return (
    <div style={{ minWidth: 160, maxWidth: 260 }}>
      <Label htmlFor={id}>{label}</Label>
      <Select<Option<T>, true>
        inputId={id}
        isMulti
        spacing="compact"
        placeholder="All"
        options={all}
        value={all.filter((candidate) => selected.includes(candidate.value))}
        onChange={(chosen) => onChange(chosen.map((candidate) => candidate.value))}
      />
    </div>
  );
}
