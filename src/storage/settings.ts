import { kvs } from '@forge/kvs';
import { z } from 'zod';
import { DEFAULT_ROLLOUT, rolloutSchema } from '../domain/rollout/policy';
import { severitySchema } from '../domain/severity';
import type { EnabledRule, Rule } from '../rules/define';
import { parseStored } from './stored-data';

const RULES_KEY = 'settings:rules';
const UNAPPLIED_KEY = 'settings:unapplied';
const ROLLOUT_KEY = 'settings:rollout';

/** Forge takes 240 KiB a value, 31 deep: https://developer.atlassian.com/platform/forge/limits-kvs-ce/ */
const MOST_BYTES = 240_000;
const DEEPEST = 30;

/** Settings that are more than Forge keeps; for whoever saves them. */
export class SettingsTooLargeError extends Error {
  override name = 'SettingsTooLargeError';
}

async function keep(key: string, value: object, what: string): Promise<void> {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > MOST_BYTES)
    throw new SettingsTooLargeError(
      `With this, ${what} would take ${bytes} bytes, and Forge keeps ${MOST_BYTES}. Shorten its lists.`,
    );
  if (depthOf(value) > DEEPEST)
    throw new SettingsTooLargeError(
      `A value is nested more than ${DEEPEST} deep, which Forge does not keep.`,
    );
  await kvs.set(key, value);
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

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
  return parseStored(ruleSettingsSchema, (await kvs.get(RULES_KEY)) ?? {}, 'the settings of the rules');
}

export async function saveRuleChoice(ruleId: string, choice: RuleChoice): Promise<void> {
  await keep(RULES_KEY, { ...(await getRuleSettings()), [ruleId]: choice }, 'the settings of the rules');
}

const storedRolloutSchema = z.object({ version: z.number().int(), rollout: rolloutSchema });

/** The rollout, and how often it was saved: whoever saves it says which version they changed. */
export type StoredRollout = z.infer<typeof storedRolloutSchema>;

/** The rollout in force; nothing becomes an issue until an admin saves another. */
export async function getRollout(): Promise<StoredRollout> {
  return parseStored(
    storedRolloutSchema,
    (await kvs.get(ROLLOUT_KEY)) ?? { version: 0, rollout: DEFAULT_ROLLOUT },
    'the rollout',
  );
}

export async function saveRollout(stored: StoredRollout): Promise<void> {
  await keep(ROLLOUT_KEY, stored, 'the rollout');
}

/** What was saved has still to be applied to what is stored; `change` names this save. */
export async function noteUnapplied(change: string): Promise<void> {
  await kvs.set(UNAPPLIED_KEY, change);
}

const changeSchema = z.string().nullable();

/** The newest save that is still to be applied; null when there is none. */
export async function unapplied(): Promise<string | null> {
  return parseStored(changeSchema, (await kvs.get(UNAPPLIED_KEY)) ?? null, 'what is to be applied');
}

/** The save is applied; of a newer one nothing is said. */
export async function noteApplied(change: string): Promise<void> {
  if ((await unapplied()) === change) await kvs.delete(UNAPPLIED_KEY);
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
