import { Stack } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import type { FindingFilters } from '../../../../../src/contract/findings';
import type { ExceptionPattern } from '../../../../../src/domain/exception';
import { errorUnder, type FieldErrors } from '../../use-fields';
import { ChoicesField } from '../choices-field';
import { Field } from '../field';
import { option } from '../multi-select';

const TEXTS = [
  { key: 'arn', label: 'ARN', help: 'Like arn:aws:s3:::paas-*. * stands for any text, ? for one character.' },
  { key: 'name', label: 'Name', help: 'The resource’s name, or its id where it has none.' },
  { key: 'tag', label: 'Tag', help: 'Like paas:managed=true, or a key alone for any value.' },
] as const;

/** What a standing exception covers: for some rules, resources that match all of the patterns. */
export function PatternFields({
  pattern,
  rules,
  accounts,
  errors,
  onChange,
}: {
  pattern: ExceptionPattern;
  rules: FindingFilters['rules'];
  accounts: FindingFilters['accounts'];
  errors: FieldErrors;
  onChange: (pattern: ExceptionPattern) => void;
}) {
  const set = (change: Partial<ExceptionPattern>) => onChange({ ...pattern, ...change });
  return (
    <Stack space="space.100">
      <ChoicesField
        label="Rules"
        error={errorUnder(errors, 'pattern.ruleIds')}
        placeholder="Of which rules"
        options={rules.map(({ id, title }) => option(id, title))}
        selected={pattern.ruleIds}
        onChange={(ruleIds) => set({ ruleIds })}
      />
      <ChoicesField
        label="Accounts"
        error={errorUnder(errors, 'pattern.accountIds')}
        placeholder="Every account"
        options={accounts.map(({ id, name }) => option(id, `${name} (${id})`))}
        selected={pattern.accountIds}
        onChange={(accountIds) => set({ accountIds })}
      />
      {TEXTS.map(({ key, label, help }) => (
        <Field key={key} label={label} help={help} error={errors[`pattern.${key}`]}>
          {(field) => (
            <Textfield
              {...field}
              value={pattern[key] ?? ''}
              onChange={(event) => set({ [key]: event.currentTarget.value || null })}
            />
          )}
        </Field>
      ))}
    </Stack>
  );
}
