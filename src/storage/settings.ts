import { kvs } from '@forge/kvs';
import { z } from 'zod';
import { severitySchema } from '../domain/severity';
import { DEFAULT_TICKET_POLICY, type TicketPolicy, ticketPolicySchema } from '../domain/ticket-policy';
import type { EnabledRule, Rule } from '../rules/define';

const RULES_KEY = 'settings:rules';
const POLICY_KEY = 'settings:policy';

const ruleChoiceSchema = z.object({
  enabled: z.boolean(),
  severity: severitySchema.nullable(),
  parameters: z.record(z.string(), z.unknown()),
});
export type RuleChoice = z.infer<typeof ruleChoiceSchema>;

const ruleSettingsSchema = z.record(z.string(), ruleChoiceSchema);

/** What admins chose, by rule id; a rule without an entry is on, as its author wrote it. */
export type RuleSettings = z.infer<typeof ruleSettingsSchema>;

export async function getRuleSettings(): Promise<RuleSettings> {
  return ruleSettingsSchema.parse((await kvs.get(RULES_KEY)) ?? {});
}

export async function saveRuleChoice(ruleId: string, choice: RuleChoice): Promise<void> {
  await kvs.set(RULES_KEY, { ...(await getRuleSettings()), [ruleId]: choice });
}

/** The policy in force; off until an admin saves another. */
export async function getPolicy(): Promise<TicketPolicy> {
  return ticketPolicySchema.parse((await kvs.get(POLICY_KEY)) ?? DEFAULT_TICKET_POLICY);
}

export async function savePolicy(policy: TicketPolicy): Promise<void> {
  await kvs.set(POLICY_KEY, policy);
}

/** The rules that are on, with the severity and parameters that apply. */
export function enabledRules(catalogue: Rule[], settings: RuleSettings): EnabledRule[] {
  return catalogue
    .filter((rule) => settings[rule.id]?.enabled ?? true)
    .map((rule) => ({
      rule,
      severity: settings[rule.id]?.severity ?? rule.severity,
      params: settings[rule.id]?.parameters ?? {},
    }));
}
