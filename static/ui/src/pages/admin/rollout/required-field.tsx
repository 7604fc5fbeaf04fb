import Textfield from '@atlaskit/textfield';
import { z } from 'zod';
import type { RequiredField } from '../../../../../../src/contract/admin-page';
import type { Json } from '../../../../../../src/domain/json';
import { ChoiceField } from '../../../components/choice-field';
import { ChoicesField, TypedChoicesField } from '../../../components/choices-field';
import { Field } from '../../../components/field';
import { option } from '../../../components/multi-select';
import { PersonSelect } from '../../../components/person-select';

const refSchema = z.object({ id: z.string() });
const personSchema = z.object({ accountId: z.string() });

const idOf = (value: Json | undefined) => refSchema.safeParse(value).data?.id ?? null;
const idsOf = (value: Json | undefined) =>
  (z.array(refSchema).safeParse(value).data ?? []).map(({ id }) => id);

/** The default of one field that a project requires, as Jira takes it. */
export function RequiredFieldInput({
  field,
  value,
  onChange,
}: {
  field: RequiredField;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const { name, kind, options } = field;
  switch (kind) {
    case 'option':
      return (
        <ChoiceField
          label={name}
          options={options.map((each) => option(each.id, each.name))}
          value={idOf(value) ?? ''}
          onChange={(id) => onChange({ id })}
        />
      );
    case 'options':
      return (
        <ChoicesField
          label={name}
          placeholder="Choose"
          options={options.map((each) => option(each.id, each.name))}
          selected={idsOf(value)}
          onChange={(ids) => onChange(ids.length === 0 ? undefined : ids.map((id) => ({ id })))}
        />
      );
    case 'user':
      return (
        <Field label={name}>
          {({ id, isInvalid }) => (
            <PersonSelect
              inputId={id}
              isInvalid={isInvalid}
              personId={personSchema.safeParse(value).data?.accountId ?? null}
              onChange={(accountId) => onChange(accountId === null ? undefined : { accountId })}
            />
          )}
        </Field>
      );
    case 'labels':
      return (
        <TypedChoicesField
          label={name}
          selected={z.array(z.string()).safeParse(value).data ?? []}
          onChange={(labels) => onChange(labels.length === 0 ? undefined : labels)}
        />
      );
    default:
      return <TypedDefault field={field} value={value} onChange={onChange} />;
  }
}

function TypedDefault({
  field: { name, kind },
  value,
  onChange,
}: {
  field: RequiredField;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const help = kind === 'other' ? 'As JSON, as Jira’s REST API takes it.' : undefined;
  return (
    <Field label={name} {...(help === undefined ? {} : { help })}>
      {(props) => (
        <Textfield
          {...props}
          type={kind === 'date' ? 'date' : 'text'}
          defaultValue={typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)}
          onChange={(event) => onChange(typed(kind, event.currentTarget.value))}
        />
      )}
    </Field>
  );
}

/** What was typed as Jira takes it; what cannot be that stays a text, of which the test says what is wrong. */
function typed(kind: RequiredField['kind'], text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  if (kind === 'number') return Number.isNaN(Number(text)) ? text : Number(text);
  if (kind !== 'other') return text;
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return text;
  }
}
