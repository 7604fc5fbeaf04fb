import { z } from 'zod';
import type { RuleSetting } from '../../contract/admin-page';
import type { Rule } from '../../rules/define';
import { parametersOf } from '../../rules/parameters';
import type { RuleSettings } from '../../storage/settings';
import { Refusal } from './refusal';

const valuesSchema = z.record(z.string(), z.unknown());

/** A rule with the settings that apply to it. Stored parameters that the rule no longer takes fall back to defaults. */
export function ruleSetting(rule: Rule, settings: RuleSettings, openFindings: number): RuleSetting {
  const own = settings[rule.id];
  const stored = rule.parameters.safeParse(own?.parameters ?? {});
  return {
    id: rule.id,
    title: rule.title,
    service: rule.service,
    severity: rule.severity,
    severityOverride: own?.severity ?? null,
    pillar: rule.pillar,
    resourceType: rule.resource.type,
    enabled: own?.enabled ?? true,
    parameters: parametersOf(rule),
    values: valuesSchema.parse(stored.success ? stored.data : rule.parameters.parse({})),
    why: rule.guidance.why,
    references: { cis: rule.references.cis ?? [], fsbp: rule.references.fsbp ?? [] },
    openFindings,
  };
}

/** Parameters as the rule takes them. Throws a Refusal that names the parameter. */
export function acceptedParameters(rule: Rule, parameters: Record<string, unknown>): Record<string, unknown> {
  const known = new Set(parametersOf(rule).map(({ name }) => name));
  const stranger = Object.keys(parameters).find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new Refusal('invalid', `The rule ${rule.id} has no parameter ${stranger}.`, {
      [`parameters.${stranger}`]: 'is no parameter of this rule',
    });
  }
  const result = rule.parameters.safeParse(parameters);
  if (result.success) return valuesSchema.parse(result.data);
  const fields = Object.fromEntries(
    result.error.issues.map((issue) => [`parameters.${issue.path.join('.')}`, issue.message] as const),
  );
  const [first] = Object.entries(fields);
  throw new Refusal(
    'invalid',
    `The parameters of ${rule.id} were not accepted. ${first?.join(': ') ?? ''}`,
    fields,
  );
}
