import type { RuleParameter } from '../domain/rule-parameter';
import type { Severity } from '../domain/severity';
import type { GuidanceTarget, Pillar, Rule } from '../rules/define';
import { parametersOf } from '../rules/parameters';

/** A rule as it is printed: everything said of it, for a reader who has no resource in front of them. */
export interface RuleDocument {
  id: string;
  title: string;
  service: string;
  severity: Severity;
  pillar: Pillar;
  resourceType: string;
  scope: 'regional' | 'global';
  parameters: RuleParameter[];
  references: { cis: string[]; fsbp: string[] };
  permissions: string[];
  guidance: {
    why: string;
    console: string[];
    cli: string;
    terraform: string;
    before: string;
    links: { title: string; url: string }[];
  };
}

/** The rule with its guidance filled in for placeholders in angle brackets. */
export function ruleDocument(rule: Rule): RuleDocument {
  const { guidance, references, resource } = rule;
  const target = placeholder(resource.type, resource.scope);
  return {
    id: rule.id,
    title: rule.title,
    service: rule.service,
    severity: rule.severity,
    pillar: rule.pillar,
    resourceType: resource.type,
    scope: resource.scope,
    parameters: parametersOf(rule),
    references: { cis: references.cis ?? [], fsbp: references.fsbp ?? [] },
    permissions: rule.permissions,
    guidance: { ...guidance, cli: guidance.cli(target), terraform: guidance.terraform(target) },
  };
}

function placeholder(type: string, scope: 'regional' | 'global'): GuidanceTarget {
  const service = type.split('::')[1]?.toLowerCase() || 'iam';
  const region = scope === 'global' ? '' : '<region>';
  return {
    accountId: '<account-id>',
    region: '<region>',
    resourceId: '<resource-id>',
    resourceArn: `arn:aws:${service}:${region}:<account-id>:<resource-id>`,
  };
}
