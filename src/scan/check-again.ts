import type { Account } from '../domain/account';
import type { FindingState } from '../domain/finding';
import type { ScanOutcome } from '../domain/scan-outcome';
import type { EnabledRule } from '../rules/define';
import { UnreadableError } from './evaluate/unreadable';
import type { ScanDeps } from './ports';
import { type FindingChanges, reconcile } from './reconcile';
import type { RequestBudget } from './request-budget';
import { scanScope } from './scan-scope';
import type { StoredFinding } from './stored-finding';
import { within } from './within';

export interface CheckAgainResult {
  outcome: FindingState;
  /** A sentence for the person who asked. */
  message: string;
}

export interface ReadLimits {
  remainingMs: () => number;
  requests: RequestBudget;
}

/**
 * Reads one finding's resource again, at once, and stores what it saw of that finding and of no other.
 * @param limits how long the reading may take, and what it may send to AWS
 * @throws Error when there is no such finding
 */
export async function checkAgain(
  deps: ScanDeps,
  findingId: string,
  limits: ReadLimits,
): Promise<CheckAgainResult> {
  const finding = await deps.store.storedFinding(findingId);
  if (finding === null) throw new Error(`There is no finding ${findingId}`);
  const account = await deps.settings.account(finding.accountId);
  if (account === null) return unread(finding, 'The account is no longer connected; nothing was read.');
  const { rulesOf, termsOf } = await deps.settings.inForce([account]);
  const rule = rulesOf(account.id).find((enabled) => enabled.rule.id === finding.ruleId);
  if (rule === undefined)
    return unread(finding, 'The rule is switched off for this account; nothing was read.');

  const now = deps.now();
  const outcome = await readAgain(deps, { finding, account, rule, now, limits });
  if (outcome.rest !== null)
    return unread(finding, 'There is too much to read for an answer at once; the next scan reads it.');
  const changes = only(
    finding.id,
    reconcile({ stored: [finding], outcome, terms: termsOf(account.id), now }),
  );
  await deps.store.applyFindingChanges(finding, changes);
  return resultOf(finding, changes);
}

function unread({ state }: StoredFinding, message: string): CheckAgainResult {
  return { outcome: state, message };
}

async function readAgain(
  deps: ScanDeps,
  question: {
    finding: StoredFinding;
    account: Account;
    rule: EnabledRule;
    now: number;
    limits: ReadLimits;
  },
): Promise<Pick<ScanOutcome, 'scope' | 'evaluations' | 'coverage' | 'rest'>> {
  const { finding, account, rule, now, limits } = question;
  const { remainingMs, requests } = limits;
  const { ruleId, scope, resourceArn } = finding;
  try {
    const readers = await within(
      remainingMs(),
      deps.cloud.readers(account, scope, requests),
      roleNotAssumedInTime,
    );
    return await scanScope({
      account,
      scope,
      rules: [rule],
      readers,
      now,
      remainingMs,
      requests,
      only: { ruleIds: [ruleId], resourceArn },
    });
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return {
      scope,
      evaluations: [],
      coverage: [{ ruleId, complete: false, reason: error.message }],
      rest: null,
    };
  }
}

function roleNotAssumedInTime(): never {
  throw new UnreadableError({
    operation: 'sts:AssumeRole',
    region: 'global',
    reason: 'timeout',
    message: "AWS did not answer in time when the account's role was to be assumed.",
  });
}

/** A list that failed speaks of more than this finding; that is the next scan's to store. */
function only(findingId: string, { updates, deletes }: FindingChanges): FindingChanges {
  return {
    inserts: [],
    updates: updates.filter(({ id }) => id === findingId),
    deletes: deletes.filter((id) => id === findingId),
  };
}

function resultOf(finding: StoredFinding, { updates, deletes }: FindingChanges): CheckAgainResult {
  if (deletes.length > 0)
    return { outcome: 'resolved', message: 'It can be read again, and it meets the rule.' };
  const [update] = updates;
  const state = update?.state ?? finding.state;
  const message = update?.message ?? finding.message;
  switch (state) {
    case 'open':
      return { outcome: state, message: `It still fails. ${message}` };
    case 'resolved':
      return {
        outcome: state,
        message: update?.resolvedReason === 'gone' ? 'The resource no longer exists.' : 'It is fixed.',
      };
    case 'unknown':
      return { outcome: state, message: `It could not be read, so nobody knows. ${message}` };
  }
}
