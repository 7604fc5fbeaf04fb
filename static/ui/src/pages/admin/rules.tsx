import Button from '@atlaskit/button/new';
import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Stack, Text } from '@atlaskit/primitives';
import Toggle from '@atlaskit/toggle';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleSetting } from '../../../../../src/contract/admin-page';
import { severityRank } from '../../../../../src/domain/severity';
import { useInAddress } from '../../address';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/loading';
import { SeverityLozenge } from '../../components/lozenges';
import { RULES_IN_ADDRESS } from '../../filters-in-address';
import { flagFailure, flagSuccess } from '../../flags';
import { RuleDialog } from './rule-dialog';
import { matchesFilter, RulesFilter } from './rules-filter';
import { SwitchOffDialog } from './switch-off-dialog';

const HEAD = {
  cells: [
    { key: 'enabled', content: 'On', width: 6 },
    { key: 'rule', content: 'Rule', isSortable: true, width: 44 },
    { key: 'service', content: 'Service', isSortable: true, width: 10 },
    { key: 'severity', content: 'Severity', isSortable: true, width: 10 },
    { key: 'parameters', content: 'Parameters', width: 16 },
    { key: 'open', content: 'Open', isSortable: true, width: 6 },
    { key: 'edit', content: 'Settings', width: 8 },
  ],
};

function valuesOf(rule: RuleSetting): string {
  return rule.parameters.map(({ name }) => `${name} = ${shortened(rule.values[name])}`).join(', ');
}

const VALUES_SHOWN = 3;

/** A value as the table has room for it; the dialog shows all of it. */
function shortened(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return 'none';
  const rest = value.length - VALUES_SHOWN;
  const shown = value.slice(0, VALUES_SHOWN).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function summaryOf(all: RuleSetting[], shown: RuleSetting[]): string {
  const off = all.filter(({ enabled }) => !enabled).length;
  const which =
    shown.length === all.length ? `${all.length} rules` : `${shown.length} of ${all.length} rules`;
  return off === 0 ? `${which}, all on` : `${which}; ${off} switched off`;
}

/** The catalogue: every rule on or off, with its severity and parameters. */
export function Rules() {
  const queryClient = useQueryClient();
  const [filter, setFilter] = useInAddress('rules', RULES_IN_ADDRESS);
  const [edited, setEdited] = useState<RuleSetting | null>(null);
  const [switchedOff, setSwitchedOff] = useState<RuleSetting | null>(null);
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => adminPageApi('listRules', {}) });
  const toggle = useMutation({
    mutationFn: (rule: RuleSetting) =>
      adminPageApi('saveRule', {
        ruleId: rule.id,
        enabled: !rule.enabled,
        severity: rule.severityOverride,
        parameters: rule.values,
      }),
    onSuccess: async ({ rule }) => {
      flagSuccess(`“${rule.title}” is ${rule.enabled ? 'on' : 'off'}`);
      await queryClient.invalidateQueries({ queryKey: ['rules'] });
    },
    onError: (error) => flagFailure('The rule could not be changed', error),
  });

  if (rules.isPending) return <Loading label="Loading the rules" />;
  if (rules.isError) return <ErrorMessage error={rules.error} retry={() => void rules.refetch()} />;
  const shown = rules.data.rules.filter((rule) => matchesFilter(rule, filter));
  return (
    <Stack space="space.150">
      <Text>
        A rule that is on is judged at every scan; whether its findings become issues is decided under
        Rollout. Switching a rule off resolves its findings and closes their issues.
      </Text>
      <RulesFilter filter={filter} rules={rules.data.rules} onChange={setFilter} />
      <Text size="small" color="color.text.subtle">
        {summaryOf(rules.data.rules, shown)}
      </Text>
      {shown.length === 0 ? (
        <EmptyState
          header="No rule matches"
          description="Clear the filters to see all rules."
          headingSize="xsmall"
        />
      ) : (
        <div className="table-scroll">
          <DynamicTable
            label="Rules"
            head={HEAD}
            rowsPerPage={50}
            defaultSortKey="severity"
            defaultSortOrder="ASC"
            rows={shown.map((rule) => ({
              key: rule.id,
              cells: [
                {
                  key: 'enabled',
                  content: (
                    <Toggle
                      label={`Judge “${rule.title}”`}
                      isChecked={rule.enabled}
                      isDisabled={toggle.isPending}
                      onChange={() =>
                        rule.enabled && rule.openFindings > 0 ? setSwitchedOff(rule) : toggle.mutate(rule)
                      }
                    />
                  ),
                },
                {
                  key: rule.title,
                  content: (
                    <Stack space="space.025">
                      <Text>{rule.title}</Text>
                      <Text size="small" color="color.text.subtle">
                        {rule.id}
                      </Text>
                    </Stack>
                  ),
                },
                { key: rule.service, content: rule.service },
                {
                  key: severityRank(rule.severityOverride ?? rule.severity),
                  content: <SeverityLozenge severity={rule.severityOverride ?? rule.severity} />,
                },
                {
                  key: 'parameters',
                  content: (
                    <Text size="small">
                      <ForeignText text={valuesOf(rule)} />
                    </Text>
                  ),
                },
                { key: rule.openFindings, content: rule.openFindings },
                {
                  key: 'edit',
                  content: (
                    <Button
                      spacing="compact"
                      onClick={() => setEdited(rule)}
                      aria-label={`Edit the settings of ${rule.title}`}
                    >
                      Edit
                    </Button>
                  ),
                },
              ],
            }))}
          />
        </div>
      )}
      <ModalTransition>
        {switchedOff !== null && (
          <SwitchOffDialog
            rule={switchedOff}
            onClose={() => setSwitchedOff(null)}
            onConfirm={() => {
              toggle.mutate(switchedOff);
              setSwitchedOff(null);
            }}
          />
        )}
        {edited !== null && <RuleDialog rule={edited} onClose={() => setEdited(null)} />}
      </ModalTransition>
    </Stack>
  );
}
