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
  const target = {
    ...PLACEHOLDERS,
    ...(resource.type === ACCOUNT_TYPE ? { resourceId: '<account-id>' } : {}),
  };
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
    guidance: {
      ...guidance,
      cli: withoutArn(guidance.cli(target)),
      terraform: withoutArn(guidance.terraform(target)),
    },
  };
}

/** What is an account's own and no resource's: its id is that of the account. */
const ACCOUNT_TYPE = 'AWS::::Account';

/** Guidance takes partition and account out of the ARN, so that it has to look like one. */
const PLACEHOLDERS: GuidanceTarget = {
  accountId: '<account-id>',
  region: '<region>',
  resourceId: '<resource-id>',
  resourceArn: 'arn:aws:service:<region>:<account-id>:resource',
};

const withoutArn = (text: string) => text.replaceAll(PLACEHOLDERS.resourceArn, '<resource-arn>');
