import Button from '@atlaskit/button/new';
import { Box, Inline, Stack, Text, xcss } from '@atlaskit/primitives';
import type { RuleSetting } from '../../../../../../src/contract/admin-page';
import type { RolloutPolicy, RuleOverride } from '../../../../../../src/domain/rollout/policy';
import { SEVERITIES } from '../../../../../../src/domain/severity';
import { ChoiceField } from '../../../components/choice-field';
import { errorUnder, type FieldErrors } from '../../../use-fields';
import { ParameterField } from '../parameter-field';

type Overrides = RolloutPolicy['overrides'];

const box = xcss({
  borderColor: 'color.border',
  borderStyle: 'solid',
  borderWidth: 'border.width',
  borderRadius: 'radius.small',
  padding: 'space.150',
});

/** What this policy sets for a rule in place of what the rule has everywhere. */
function OverrideOfRule({
  rule,
  override,
  errors,
  onChange,
  onRemove,
}: {
  rule: RuleSetting;
  override: RuleOverride;
  errors: FieldErrors;
  onChange: (override: RuleOverride) => void;
  onRemove: () => void;
}) {
  const everywhere = { label: `As everywhere: ${rule.severityOverride ?? rule.severity}`, value: null };
  return (
    <Box xcss={box}>
      <Stack space="space.100">
        <Inline spread="space-between" alignBlock="center">
          <Text weight="medium">{rule.title}</Text>
          <Button
            spacing="compact"
            appearance="subtle"
            onClick={onRemove}
            aria-label={`Stop tuning ${rule.title}`}
          >
            Remove
          </Button>
        </Inline>
        <ChoiceField
          label="Severity"
          options={[everywhere, ...SEVERITIES.map((value) => ({ label: value, value }))]}
          value={override.severity}
          onChange={(severity) => onChange({ ...override, severity })}
        />
        {rule.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={override.parameters[parameter.name] ?? rule.values[parameter.name]}
            error={errorUnder(errors, `parameters.${parameter.name}`)}
            onChange={(value) =>
              onChange({ ...override, parameters: { ...override.parameters, [parameter.name]: value } })
            }
          />
        ))}
      </Stack>
    </Box>
  );
}

/** Severity and parameters of single rules, for what this policy decides. */
export function OverrideFields({
  overrides,
  rules,
  errors,
  onChange,
}: {
  overrides: Overrides;
  rules: readonly RuleSetting[];
  errors: FieldErrors;
  onChange: (overrides: Overrides) => void;
}) {
  const tuned = rules.filter(({ id }) => id in overrides);
  const others = rules.filter(({ id }) => !(id in overrides));
  return (
    <Stack space="space.150">
      {tuned.map((rule) => (
        <OverrideOfRule
          key={rule.id}
          rule={rule}
          override={overrides[rule.id] ?? { severity: null, parameters: {} }}
          errors={errors}
          onChange={(override) => onChange({ ...overrides, [rule.id]: override })}
          onRemove={() => {
            const { [rule.id]: _, ...rest } = overrides;
            onChange(rest);
          }}
        />
      ))}
      <ChoiceField
        label="Tune a rule for this policy"
        help="A severity or parameters that hold only for the accounts of this policy."
        options={others.map(({ id, title }) => ({ label: `${title} (${id})`, value: id }))}
        value=""
        onChange={(id) => onChange({ ...overrides, [id]: { severity: null, parameters: {} } })}
      />
    </Stack>
  );
}
