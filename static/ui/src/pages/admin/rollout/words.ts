import type { RuleSetting } from '../../../../../../src/contract/admin-page';
import type { Grouping, Route } from '../../../../../../src/domain/rollout/policy';
import type {
  AccountSelection,
  Benchmark,
  RuleFacts,
  RuleSelection,
} from '../../../../../../src/domain/rollout/selection';
import type { Stage } from '../../../../../../src/domain/rollout/stage';

export const STAGE_WORDS: Record<Stage, { label: string; meaning: string }> = {
  off: { label: 'off', meaning: 'not judged; open findings are resolved as switched off' },
  observe: { label: 'observe', meaning: 'judged and shown to the security team; no issue is filed' },
  ticket: { label: 'ticket', meaning: 'what fails becomes a Jira issue' },
};

export const BENCHMARK_WORDS: Record<Benchmark, string> = {
  'cis-7.0': 'CIS AWS Foundations 7.0',
  'cis-6.0': 'CIS AWS Foundations 6.0',
  'cis-5.0': 'CIS AWS Foundations 5.0',
  fsbp: 'AWS Foundational Security Best Practices',
};

export const GROUPING_WORDS: Record<Grouping, string> = {
  resource: 'One for each resource',
  'rule-and-account': 'One for a rule and an account, with its resources listed and kept current',
};

const counted = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** `production accounts tagged team=pay*`, `all accounts`. */
export function accountsInWords({ ids, tiers, tags, owners }: AccountSelection): string {
  const parts = [
    ids.length > 0 ? counted(ids.length, 'chosen account') : tiers.length > 0 ? null : 'all accounts',
    tiers.length > 0 ? `${tiers.join(' and ')}${ids.length > 0 ? '' : ' accounts'}` : null,
    tags.length > 0 ? `tagged ${tags.join(' or ')}` : null,
    owners.length > 0 ? `of ${owners.join(' and ')}` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** `rules of s3 and iam, high and above`, `all rules`. */
export function rulesInWords({ ids, services, pillars, benchmarks, minimumSeverity }: RuleSelection): string {
  const parts = [
    ids.length > 0 ? counted(ids.length, 'chosen rule') : null,
    services.length > 0 ? `of ${services.join(' and ')}` : null,
    pillars.length > 0 ? `in ${pillars.join(' and ')}` : null,
    benchmarks.length > 0 ? `in ${benchmarks.map((each) => BENCHMARK_WORDS[each]).join(' or ')}` : null,
    minimumSeverity === null
      ? null
      : `${minimumSeverity}${minimumSeverity === 'critical' ? '' : ' and above'}`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return 'all rules';
  return ids.length > 0 ? parts.join(', ') : `rules ${parts.join(', ')}`;
}

/** `the project that owns the account`, `by the tag team of the resource`. */
export function routeInWords({ project }: Pick<Route, 'project'>): string {
  if (project.kind === 'owner-project') return 'the project that owns the account';
  if (project.kind === 'project')
    return project.projectKey === '' ? 'one project' : `project ${project.projectKey}`;
  const whose = project.of === 'resource-or-account' ? 'resource or account' : project.of;
  return `the team in the tag ${project.tag || '…'} of the ${whose}`;
}

/** What policies select rules by. */
export function ruleFacts({
  id,
  service,
  pillar,
  severity,
  severityOverride,
  references,
}: RuleSetting): RuleFacts {
  return { id, service, pillar, severity: severityOverride ?? severity, references };
}
