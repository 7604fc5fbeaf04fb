import Checkbox from '@atlaskit/checkbox';
import { Label } from '@atlaskit/form';
import { Inline, Stack } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import { useId } from 'react';
import type { FindingFilters, FindingsQuery } from '../../../../src/contract/findings';
import { SHOWN_STATES } from '../../../../src/domain/finding';
import { SEVERITIES } from '../../../../src/domain/severity';
import { MultiSelect, option } from './multi-select';

/** The filters of the findings table. Each change is a new query from its first page. */
export function FindingsFilters({
  query,
  filters,
  search,
  onSearch,
  onChange,
  showAccounts,
}: {
  query: FindingsQuery;
  filters: FindingFilters;
  search: string;
  onSearch: (text: string) => void;
  onChange: (change: Partial<FindingsQuery>) => void;
  showAccounts: boolean;
}) {
  const searchId = useId();
  return (
    <Stack space="space.100">
      <Inline space="space.150" rowSpace="space.100" shouldWrap alignBlock="end">
        <div style={{ minWidth: 220 }}>
          <Label htmlFor={searchId}>Search</Label>
          <Textfield
            id={searchId}
            type="search"
            isCompact
            placeholder="Resource, ARN or rule"
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
          />
        </div>
        <MultiSelect
          label="State"
          options={SHOWN_STATES.map((state) => option(state))}
          selected={query.states ?? []}
          onChange={(states) => onChange({ states: states.length === 0 ? [...SHOWN_STATES] : states })}
        />
        <MultiSelect
          label="Severity"
          options={SEVERITIES.map((severity) => option(severity))}
          selected={query.severities ?? []}
          onChange={(severities) =>
            onChange({ severities: severities.length === 0 ? undefined : severities })
          }
        />
        {showAccounts && (
          <MultiSelect
            label="Account"
            options={filters.accounts.map((account) => option(account.id, `${account.name} (${account.id})`))}
            selected={query.accountIds ?? []}
            onChange={(ids) => onChange({ accountIds: ids.length === 0 ? undefined : ids })}
          />
        )}
        <MultiSelect
          label="Region"
          options={filters.regions.map((region) => option(region))}
          selected={query.regions ?? []}
          onChange={(regions) => onChange({ regions: regions.length === 0 ? undefined : regions })}
        />
        <MultiSelect
          label="Rule"
          options={filters.rules.map((rule) => option(rule.id, rule.title))}
          selected={query.ruleIds ?? []}
          onChange={(ids) => onChange({ ruleIds: ids.length === 0 ? undefined : ids })}
        />
        <Checkbox
          label="Overdue only"
          isChecked={query.overdueOnly ?? false}
          onChange={(event) => onChange({ overdueOnly: event.currentTarget.checked })}
        />
      </Inline>
    </Stack>
  );
}
