import { Stack } from '@atlaskit/primitives';
import type { RuleSetting } from '../../../../../../src/contract/admin-page';
import { BENCHMARKS, type RuleSelection } from '../../../../../../src/domain/rollout/selection';
import { SEVERITIES } from '../../../../../../src/domain/severity';
import { ChoiceField } from '../../../components/choice-field';
import { ChoicesField } from '../../../components/choices-field';
import { option } from '../../../components/multi-select';
import { errorUnder, type FieldErrors } from '../../../use-fields';
import { BENCHMARK_WORDS } from './words';

const distinct = (values: string[]) => [...new Set(values)].sort().map((value) => option(value));

const ANY_SEVERITY = { label: 'Any', value: null };
const SEVERITY_OPTIONS = [
  ANY_SEVERITY,
  ...SEVERITIES.map((value) => ({
    label: value === 'critical' ? value : `${value} and above`,
    value,
  })),
];

/** For which rules a policy is. Fields that are empty leave all rules in. */
export function RuleSelectionFields({
  selection,
  rules,
  errors,
  onChange,
}: {
  selection: RuleSelection;
  rules: readonly RuleSetting[];
  errors: FieldErrors;
  onChange: (selection: RuleSelection) => void;
}) {
  const set = (change: Partial<RuleSelection>) => onChange({ ...selection, ...change });
  return (
    <Stack space="space.100">
      <ChoicesField
        label="Rules"
        error={errorUnder(errors, 'rules.ids')}
        options={rules.map(({ id, title }) => option(id, title))}
        selected={selection.ids}
        onChange={(ids) => set({ ids })}
      />
      <ChoicesField
        label="Services"
        error={errorUnder(errors, 'rules.services')}
        options={distinct(rules.map(({ service }) => service))}
        selected={selection.services}
        onChange={(services) => set({ services })}
      />
      <ChoicesField
        label="Pillars"
        error={errorUnder(errors, 'rules.pillars')}
        options={distinct(rules.map(({ pillar }) => pillar))}
        selected={selection.pillars}
        onChange={(pillars) => set({ pillars })}
      />
      <ChoicesField
        label="Benchmarks"
        error={errorUnder(errors, 'rules.benchmarks')}
        options={BENCHMARKS.map((benchmark) => option(benchmark, BENCHMARK_WORDS[benchmark]))}
        selected={selection.benchmarks}
        onChange={(benchmarks) => set({ benchmarks })}
      />
      <ChoiceField
        label="Minimum severity"
        error={errorUnder(errors, 'rules.minimumSeverity')}
        options={SEVERITY_OPTIONS}
        value={selection.minimumSeverity}
        onChange={(minimumSeverity) => set({ minimumSeverity })}
      />
    </Stack>
  );
}
