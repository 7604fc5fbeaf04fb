import { applyRolloutChange, previewRollout } from '../../composition';
import type { PreviewView, RolloutView } from '../../contract/admin-page';
import type { Rollout } from '../../domain/rollout/policy';
import type { Rule } from '../../rules/define';
import { findRule } from '../../rules/index';
import { listAccounts } from '../../storage/accounts';
import { getRollout as storedRollout, unapplied } from '../../storage/settings';
import type { PreviewSample } from '../../tickets/preview-rollout';
import { noteDeed } from './audit';
import { refuseUnknownProject } from './known-project';
import type { Caller } from './page-resolver';
import { Refusal } from './refusal';
import { acceptedParameters } from './rule-settings';

export async function getRollout(): Promise<RolloutView> {
  const [stored, isApplied] = await Promise.all([storedRollout(), isAllApplied()]);
  return { ...stored, isApplied };
}

const isAllApplied = async (): Promise<boolean> => (await unapplied()) === null;

/** Throws a Refusal when another admin saved in between, or when the rollout names what is not there. */
export async function saveRollout(
  { rollout, basedOn }: { rollout: Rollout; basedOn: number },
  caller: Caller,
): Promise<RolloutView> {
  const before = await storedRollout();
  if (before.version !== basedOn) {
    throw new Refusal(
      'invalid',
      'Somebody else saved the rollout while you were editing it. Open it again and repeat your change; nothing was saved.',
      { basedOn: `is ${basedOn}, and version ${before.version} is in force` },
    );
  }
  await refuseUnknown(rollout);
  const version = before.version + 1;
  await applyRolloutChange(rollout, version, () =>
    noteDeed(caller, {
      action: 'rollout-changed',
      subject: 'Rollout',
      note: `version ${version}`,
      before: byName(before.rollout),
      after: byName(rollout),
    }),
  );
  return { rollout, version, isApplied: await isAllApplied() };
}

/** What saving would do in Jira. */
export async function previewOf(rollout: Rollout): Promise<PreviewView> {
  refuseUnknownRules(rollout);
  const [preview, accounts] = await Promise.all([previewRollout(rollout), listAccounts()]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const titleOf = (ruleId: string) => findRule(ruleId)?.title ?? ruleId;
  return {
    ...preview,
    groups: preview.groups.map((group) => ({ ...group, ruleTitle: titleOf(group.ruleId) })),
    samples: preview.samples.map((sample) => sampleView(sample, names)),
  };
}

function sampleView(
  { kind, reason, projectKey, finding }: PreviewSample,
  accountNames: ReadonlyMap<string, string>,
): PreviewView['samples'][number] {
  const { id, ruleId, severity, accountId, region, resourceId, resourceName, message, ticket } = finding;
  return {
    kind,
    reason,
    projectKey,
    issueKey: ticket.issueKey,
    findingId: id,
    ruleId,
    severity,
    accountName: accountNames.get(accountId) ?? accountId,
    region,
    resource: resourceName ?? resourceId,
    message,
  };
}

async function refuseUnknown(rollout: Rollout): Promise<void> {
  for (const [index, { route }] of rollout.policies.entries()) {
    if (route.project.kind !== 'project') continue;
    const field = `rollout.policies.${index}.route.project.projectKey`;
    await refuseUnknownProject(route.project.projectKey, field);
  }
  const seen = new Set<string>();
  for (const [index, { projectKey }] of rollout.teams.entries()) {
    if (seen.has(projectKey)) continue;
    seen.add(projectKey);
    await refuseUnknownProject(projectKey, `rollout.teams.${index}.projectKey`);
  }
  refuseUnknownRules(rollout);
}

/** Rules that are named have to exist, and take the parameters that they are given. */
function refuseUnknownRules({ policies }: Rollout): void {
  for (const [index, { rules, overrides }] of policies.entries()) {
    const at = `rollout.policies.${index}`;
    for (const ruleId of rules.ids) knownRule(ruleId, `${at}.rules.ids`);
    for (const [ruleId, { parameters }] of Object.entries(overrides))
      acceptedParameters(knownRule(ruleId, `${at}.overrides.${ruleId}`), parameters);
  }
}

function knownRule(ruleId: string, field: string): Rule {
  const rule = findRule(ruleId);
  if (rule !== null) return rule;
  throw new Refusal('invalid', `There is no rule ${ruleId}.`, { [field]: `names no rule: ${ruleId}` });
}

/** For the audit log: a policy by its name, so that moving one does not look as if all had changed. */
function byName({ policies, ...rest }: Rollout): object {
  return {
    ...rest,
    order: policies.map(({ name }) => name),
    policies: Object.fromEntries(policies.map(({ name, id: _, ...policy }) => [name, policy])),
  };
}
