import Button from '@atlaskit/button/new';
import { Label } from '@atlaskit/form';
import Heading from '@atlaskit/heading';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import Select from '@atlaskit/select';
import Textfield from '@atlaskit/textfield';
import Toggle from '@atlaskit/toggle';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { AccountView, RuleSetting } from '../../../../../src/contract/admin-page';
import { SEVERITIES, type Severity } from '../../../../../src/domain/severity';
import { type TicketPolicy, ticketPolicySchema } from '../../../../../src/domain/ticket-policy';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { Field } from '../../components/field';
import { ProjectSelect } from '../../components/project-select';
import { flagSuccess } from '../../flags';
import { PolicyTestResult } from './policy-test-result';
import { useFields } from './use-fields';

interface Option {
  label: string;
  value: string;
}

/** Picks some, or none for all. */
function SomeOrAll({
  id,
  isInvalid,
  options,
  selected,
  onChange,
}: {
  id: string;
  isInvalid: boolean;
  options: Option[];
  selected: 'all' | string[];
  onChange: (selected: 'all' | string[]) => void;
}) {
  const chosen = selected === 'all' ? [] : options.filter((candidate) => selected.includes(candidate.value));
  return (
    <Select<Option, true>
      inputId={id}
      isMulti
      isInvalid={isInvalid}
      placeholder="All"
      options={options}
      value={chosen}
      onChange={(next) => onChange(next.length === 0 ? 'all' : next.map((candidate) => candidate.value))}
    />
  );
}

function wholeNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function shownNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** The policy as a form, with a dry run that says what it would file. */
export function PolicyForm({
  saved,
  accounts,
  rules,
}: {
  saved: TicketPolicy;
  accounts: AccountView[];
  rules: RuleSetting[];
}) {
  const queryClient = useQueryClient();
  const toggleId = useId();
  const { values, errors, set, ready, failed } = useFields<TicketPolicy>(saved, ticketPolicySchema);
  const test = useMutation({
    mutationFn: () => adminPageApi('testPolicy', { policy: values }),
    onError: (error) => failed(error, 'policy'),
  });
  const save = useMutation({
    mutationFn: () => adminPageApi('savePolicy', { policy: values }),
    onSuccess: async () => {
      flagSuccess(
        'The policy is saved',
        values.enabled ? 'It applies from the next scan on.' : 'No issues are filed.',
      );
      await queryClient.invalidateQueries({ queryKey: ['policy'] });
    },
    onError: (error) => failed(error, 'policy'),
  });
  const routes = [
    { label: 'The owner project of the account', value: 'owner-project' },
    { label: 'One fixed project', value: 'project' },
  ];
  return (
    <form
      noValidate
      style={{ maxWidth: 640 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready()) save.mutate();
      }}
    >
      <Stack space="space.200">
        {save.isError && <ErrorMessage error={save.error} />}
        <Inline space="space.100" alignBlock="center">
          <Toggle
            id={toggleId}
            size="large"
            isChecked={values.enabled}
            onChange={() => set({ enabled: !values.enabled })}
          />
          <Label htmlFor={toggleId}>File Jira issues for findings</Label>
        </Inline>
        <Field label="Accounts" help="None chosen: all accounts." error={errors['accounts']}>
          {({ id, isInvalid }) => (
            <SomeOrAll
              id={id}
              isInvalid={isInvalid}
              options={accounts.map((account) => ({
                label: `${account.name} (${account.id})`,
                value: account.id,
              }))}
              selected={values.accounts}
              onChange={(chosen) => set({ accounts: chosen })}
            />
          )}
        </Field>
        <Field label="Rules" help="None chosen: all rules that are on." error={errors['rules']}>
          {({ id, isInvalid }) => (
            <SomeOrAll
              id={id}
              isInvalid={isInvalid}
              options={rules.map((rule) => ({ label: rule.title, value: rule.id }))}
              selected={values.rules}
              onChange={(chosen) => set({ rules: chosen })}
            />
          )}
        </Field>
        <Field label="Minimum severity" error={errors['minimumSeverity']}>
          {({ id, isInvalid }) => (
            <Select<{ label: string; value: Severity }>
              inputId={id}
              isInvalid={isInvalid}
              options={SEVERITIES.map((value) => ({ label: value, value }))}
              value={{ label: values.minimumSeverity, value: values.minimumSeverity }}
              onChange={(chosen) => {
                if (chosen !== null) set({ minimumSeverity: chosen.value });
              }}
            />
          )}
        </Field>
        <Field label="File into" error={errors['route']}>
          {({ id, isInvalid }) => (
            <Select<Option>
              inputId={id}
              isInvalid={isInvalid}
              options={routes}
              value={routes.find((route) => route.value === values.route.kind) ?? null}
              onChange={(chosen) =>
                set({
                  route:
                    chosen?.value === 'project'
                      ? { kind: 'project', projectKey: '' }
                      : { kind: 'owner-project' },
                })
              }
            />
          )}
        </Field>
        {values.route.kind === 'project' && (
          <Field label="Project" required error={errors['route.projectKey']}>
            {({ id, isInvalid }) => (
              <ProjectSelect
                inputId={id}
                isInvalid={isInvalid}
                projectKey={values.route.kind === 'project' ? values.route.projectKey || null : null}
                onChange={(projectKey) => set({ route: { kind: 'project', projectKey: projectKey ?? '' } })}
              />
            )}
          </Field>
        )}
        <Field
          label="Issue type"
          required
          error={errors['issueType']}
          help="By name; each project must have it."
        >
          {(field) => (
            <Textfield
              {...field}
              value={values.issueType}
              onChange={(event) => set({ issueType: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          label="New issues per run, at most"
          required
          error={errors['maxNewIssuesPerRun']}
          help="The rest is held back, and the pages say so. The most severe are filed first."
        >
          {(field) => (
            <Textfield
              {...field}
              inputMode="numeric"
              value={shownNumber(values.maxNewIssuesPerRun)}
              onChange={(event) => set({ maxNewIssuesPerRun: wholeNumber(event.currentTarget.value) })}
            />
          )}
        </Field>
        <Stack space="space.100">
          <Heading size="xsmall" as="h3">
            Days to fix
          </Heading>
          <Inline space="space.150" shouldWrap>
            {SEVERITIES.map((severity) => (
              <div key={severity} style={{ width: 130 }}>
                <Field label={severity} error={errors[`slaDays.${severity}`]}>
                  {(field) => (
                    <Textfield
                      {...field}
                      inputMode="numeric"
                      value={shownNumber(values.slaDays[severity])}
                      onChange={(event) =>
                        set({
                          slaDays: { ...values.slaDays, [severity]: wholeNumber(event.currentTarget.value) },
                        })
                      }
                    />
                  )}
                </Field>
              </div>
            ))}
          </Inline>
        </Stack>
        {test.isError && <ErrorMessage error={test.error} />}
        {test.isSuccess && <PolicyTestResult result={test.data} />}
        <Inline space="space.100">
          <Button appearance="primary" type="submit" isLoading={save.isPending}>
            Save
          </Button>
          <Button
            isLoading={test.isPending}
            onClick={() => {
              if (ready()) test.mutate();
            }}
          >
            Try it without filing
          </Button>
        </Inline>
        <Text size="small" color="color.text.subtle">
          Nobody’s edits are overwritten: the app writes its own fields and its own comments.
        </Text>
      </Stack>
    </form>
  );
}
