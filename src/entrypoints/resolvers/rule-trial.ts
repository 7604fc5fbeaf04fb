import { tryRule } from '../../composition';
import type { AdminPageResponses, RuleChange, TrialView } from '../../contract/admin-page';
import type { Account } from '../../domain/account';
import type { Rollout } from '../../domain/rollout/policy';
import type { Rule } from '../../rules/define';
import { listAccounts } from '../../storage/accounts';
import { scannedScopes } from '../../storage/scopes';
import { acceptedParameters } from './rule-settings';

/** A page asks for one after the other, so more would take longer than anybody watches. */
const MOST_PIECES = 500;
const LISTED_PER_KIND = 10;
const KINDS = ['opens', 'resolves', 'changes'] as const;

/** Where a change of the rule can be tried: the scopes of scanned accounts that its resources are in. */
export async function planTrial(rule: Rule): Promise<AdminPageResponses['planTrial']> {
  const [scopes, accounts] = await Promise.all([scannedScopes(rule.resource.scope), listAccounts()]);
  const scanned = new Map(accounts.filter(({ enabled }) => enabled).map(({ id, name }) => [id, name]));
  const pieces = scopes.flatMap(({ accountId, scope }) => {
    const accountName = scanned.get(accountId);
    return accountName === undefined ? [] : [{ accountId, accountName, scope }];
  });
  return { pieces: pieces.slice(0, MOST_PIECES), total: pieces.length };
}

type Change = Omit<RuleChange, 'ruleId'> & {
  scope: string;
  rollout?: Rollout | undefined;
};

/** What the change would resolve and open in one account and scope. Throws a Refusal that names the parameter. */
export async function tryChange(rule: Rule, account: Account, change: Change): Promise<TrialView> {
  const { scope, rollout, enabled, severity } = change;
  const parameters = acceptedParameters(rule, change.parameters);
  const choice = { enabled, severity, parameters };
  const { findings, stays, unread } = await tryRule({ ruleId: rule.id, account, scope, choice, rollout });
  const of = (kind: (typeof KINDS)[number]) => findings.filter((finding) => finding.kind === kind);
  return {
    findings: KINDS.flatMap((kind) => of(kind).slice(0, LISTED_PER_KIND)),
    totals: {
      opens: of('opens').length,
      resolves: of('resolves').length,
      changes: of('changes').length,
      stays,
    },
    unread,
  };
}
