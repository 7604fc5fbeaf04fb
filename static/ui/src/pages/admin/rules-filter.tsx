import { Label } from '@atlaskit/form';
import { Inline } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import { useId } from 'react';
import type { RuleSetting } from '../../../../../src/contract/admin-page';
import { SEVERITIES } from '../../../../../src/domain/severity';
import { MultiSelect, option } from '../../components/multi-select';
import type { RulesFilter as Filter } from '../../filters-in-address';

const SECURITY_HUB = 'Security Hub';

/** The benchmarks that the rule is a control of: `CIS 7.0`, `Security Hub`. */
function benchmarksOf({ references }: RuleSetting): string[] {
  const cis = references.cis.map((control) => `CIS ${control.split(':')[0]}`);
  return [...new Set([...cis, ...(references.fsbp.length > 0 ? [SECURITY_HUB] : [])])];
}

const isChosen = <T,>(chosen: readonly T[], value: T) => chosen.length === 0 || chosen.includes(value);

/** Whether the rule is among those that the filter asks for. */
export function matchesFilter(
  rule: RuleSetting,
  { search, services, severities, benchmarks }: Filter,
): boolean {
  const text = [
    rule.id,
    rule.title,
    rule.service,
    rule.pillar,
    ...rule.references.cis,
    ...rule.references.fsbp,
  ]
    .join(' ')
    .toLowerCase();
  return (
    text.includes(search.trim().toLowerCase()) &&
    isChosen(services, rule.service) &&
    isChosen(severities, rule.severityOverride ?? rule.severity) &&
    (benchmarks.length === 0 || benchmarksOf(rule).some((benchmark) => benchmarks.includes(benchmark)))
  );
}

const sorted = (values: string[]) => [...new Set(values)].sort().map((value) => option(value));

/** Search and filters of the catalogue. */
export function RulesFilter({
  filter,
  rules,
  onChange,
}: {
  filter: Filter;
  rules: RuleSetting[];
  onChange: (filter: Filter) => void;
}) {
  const searchId = useId();
  return (
    <Inline space="space.150" rowSpace="space.100" shouldWrap alignBlock="end">
      <div style={{ minWidth: 260 }}>
        <Label htmlFor={searchId}>Search rules</Label>
        <Textfield
          id={searchId}
          type="search"
          isCompact
          placeholder="Title, id, service or control"
          value={filter.search}
          onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        />
      </div>
      <MultiSelect
        label="Service"
        options={sorted(rules.map(({ service }) => service))}
        selected={filter.services}
        onChange={(services) => onChange({ ...filter, services })}
      />
      <MultiSelect
        label="Severity"
        options={SEVERITIES.map((severity) => option(severity))}
        selected={filter.severities}
        onChange={(severities) => onChange({ ...filter, severities })}
      />
      <MultiSelect
        label="Benchmark"
        options={sorted(rules.flatMap(benchmarksOf))}
        selected={filter.benchmarks}
        onChange={(benchmarks) => onChange({ ...filter, benchmarks })}
      />
    </Inline>
  );
}
