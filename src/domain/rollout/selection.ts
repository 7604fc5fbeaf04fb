import { z } from 'zod';
import { type Account, accountIdSchema, accountTierSchema, projectKeySchema } from '../account';
import { type Severity, severityRank, severitySchema } from '../severity';
import { matchesTag, tagPatternSchema } from '../tag-pattern';

export const BENCHMARKS = ['cis-7.0', 'cis-6.0', 'cis-5.0', 'fsbp'] as const;
export type Benchmark = (typeof BENCHMARKS)[number];

/** Accounts that are in all of the lists that are not empty; with every list empty, all accounts. */
export const accountSelectionSchema = z.object({
  ids: z.array(accountIdSchema).max(3000),
  tiers: z.array(accountTierSchema),
  tags: z.array(tagPatternSchema).max(50),
  /** Keys of the projects that own the accounts. */
  owners: z.array(projectKeySchema).max(500),
});
export type AccountSelection = z.infer<typeof accountSelectionSchema>;

/** Rules that are in all of the lists that are not empty and are severe enough; else all rules. */
export const ruleSelectionSchema = z.object({
  ids: z.array(z.string().min(1).max(64)).max(500),
  services: z.array(z.string().min(1).max(40)).max(100),
  pillars: z.array(z.string().min(1).max(40)).max(10),
  benchmarks: z.array(z.enum(BENCHMARKS)),
  minimumSeverity: severitySchema.nullable(),
});
export type RuleSelection = z.infer<typeof ruleSelectionSchema>;

export const ALL_ACCOUNTS: AccountSelection = { ids: [], tiers: [], tags: [], owners: [] };
export const ALL_RULES: RuleSelection = {
  ids: [],
  services: [],
  pillars: [],
  benchmarks: [],
  minimumSeverity: null,
};

/** What selecting looks at in an account. */
export type SelectableAccount = Pick<Account, 'id' | 'tier' | 'tags' | 'ownerProjectKey'>;

/** What selecting looks at in a rule; `severity` as the catalogue and the admins have it for every account. */
export interface RuleFacts {
  id: string;
  service: string;
  pillar: string;
  severity: Severity;
  references: { cis?: readonly string[] | undefined; fsbp?: readonly string[] | undefined };
}

/** Why the selection leaves the account out, in a few words; null when it takes it. */
export function accountMismatch(selection: AccountSelection, account: SelectableAccount): string | null {
  const { ids, tiers, tags, owners } = selection;
  if (isLeftOut(ids, account.id)) return 'it is for other accounts';
  if (isLeftOut(tiers, account.tier)) return `it is for ${tiers.join(' and ')} accounts`;
  if (tags.length > 0 && !tags.some((pattern) => matchesTag(pattern, account.tags)))
    return `the account is not tagged ${tags.join(' or ')}`;
  if (isLeftOut(owners, account.ownerProjectKey)) return `it is for accounts of ${owners.join(' and ')}`;
  return null;
}

/** Why the selection leaves the rule out, in a few words; null when it takes it. */
export function ruleMismatch(selection: RuleSelection, rule: RuleFacts): string | null {
  const { ids, services, pillars, benchmarks, minimumSeverity } = selection;
  if (isLeftOut(ids, rule.id)) return 'it is for other rules';
  if (isLeftOut(services, rule.service)) return `it is for rules of ${services.join(' and ')}`;
  if (isLeftOut(pillars, rule.pillar)) return `it is for the pillar ${pillars.join(' and ')}`;
  if (benchmarks.length > 0 && !benchmarks.some((benchmark) => isInBenchmark(rule, benchmark)))
    return `the rule is in none of the benchmarks ${benchmarks.join(', ')}`;
  if (minimumSeverity !== null && severityRank(rule.severity) > severityRank(minimumSeverity))
    return `the rule is ${rule.severity}, and it is for ${minimumSeverity} and above`;
  return null;
}

export function isInBenchmark({ references }: Pick<RuleFacts, 'references'>, benchmark: Benchmark): boolean {
  if (benchmark === 'fsbp') return (references.fsbp ?? []).length > 0;
  const version = benchmark.slice('cis-'.length);
  return (references.cis ?? []).some((control) => control.startsWith(`${version}:`));
}

function isLeftOut<T>(list: readonly T[], value: T | null): boolean {
  return list.length > 0 && (value === null || !list.includes(value));
}
