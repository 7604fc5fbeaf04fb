import pLimit from 'p-limit';
import type { RuleCoverage, ScanOutcome } from '../domain/scan-outcome';
import type { ScanRest } from '../domain/scan-rest';
import type { Scope } from '../domain/scope';
import type { AccountInfo, EnabledRule } from '../rules/define';
import type { ResourceReaders } from './evaluate/resource-readers';
import { type GroupOutcome, groupsOf, RuleGroupScan } from './evaluate/rule-group';
import { UnreadLog } from './evaluate/unread-log';
import { RequestsSpentError } from './evaluate/unreadable';
import { RequestBudget } from './request-budget';

export type { Listing, ResourceReaders } from './evaluate/resource-readers';
export { RequestsSpentError, ResourceGoneError, UnreadableError } from './evaluate/unreadable';

/** Below this many milliseconds nothing new is read: a request may take that long to be given up. */
const MARGIN_MS = 3_000;

/** Kinds of resource that are read at the same time; the readers limit the requests in flight. */
const CONCURRENT_GROUPS = 6;

export interface ScanScopeInput {
  account: AccountInfo;
  /** A region's code, or `global`. Rules for resources of the other kind of scope are left aside. */
  scope: Scope;
  rules: EnabledRule[];
  /** Reads this account in this scope. */
  readers: ResourceReaders;
  /** Milliseconds since 1970. */
  now: number;
  /** Milliseconds that are left for reading; what the caller needs afterwards for writing is not in it. */
  remainingMs: () => number;
  /** The requests that the readers may send; without a limit when absent. */
  requests?: RequestBudget;
  /** Go on with what another call left. */
  rest?: ScanRest;
  /**
   * Judge less: these rules only, this resource only. With `resourceArn`, `coverage` speaks of that one resource: complete
   * without an evaluation means that it is gone; nothing is said of any other resource.
   */
  only?: { ruleIds?: string[]; resourceArn?: string };
}

/**
 * Reads one account in one scope and judges what it finds by the enabled rules. Never rejects because of AWS: what could
 * not be read is unknown, in `unread`, and its rule's coverage is incomplete where resources may be missing.
 *
 * Stops when the time or the requests run out: what was not reached is in `rest`, to be continued by another call. A call
 * that got nothing done at all is repeated one by one, where it was for want of requests; where that cannot help either,
 * it keeps what it has as incomplete instead, so that continuing comes to an end.
 */
export async function scanScope(input: ScanScopeInput): Promise<ScanOutcome> {
  const { requests = RequestBudget.unlimited(), rest } = input;
  const deadline = new Deadline(input.remainingMs);
  const limit = pLimit(rest?.oneByOne ? 1 : CONCURRENT_GROUPS);
  const stopped = () => deadline.passed() || requests.exceeded || (requests.low && !rest?.oneByOne);
  const groups = groupsOf(rulesToRun(input)).map((rules) => new RuleGroupScan(rules, { ...input, requests }));
  const running = Promise.all(
    groups.map((group) => limit(() => (stopped() ? undefined : group.run(stopped)))),
  );
  await Promise.race([running, deadline.reached()]);
  limit.clearQueue();
  deadline.cancel();

  const unfinished = groups.filter((group) => !group.finished);
  if (unfinished.length === 0 || groups.some((group) => group.progressed)) {
    const outcomes = groups.filter((group) => group.progressed).map((group) => group.outcome());
    return assemble(input, outcomes, restOf(unfinished, rest?.oneByOne ?? false));
  }
  if (requests.low && !rest?.oneByOne) return assemble(input, [], restOf(unfinished, true));
  const cutShort = unfinished.filter((group) => group.started);
  const left = unfinished.filter((group) => !group.started);
  return assemble(
    input,
    cutShort.map((group) => group.outcomeCutShort()),
    restOf(left, rest?.oneByOne ?? false),
  );
}

function rulesToRun({ rules, scope, only, rest }: ScanScopeInput): EnabledRule[] {
  const kind = scope === 'global' ? 'global' : 'regional';
  return rules.filter(
    ({ rule }) =>
      rule.resource.scope === kind &&
      (only?.ruleIds?.includes(rule.id) ?? true) &&
      (rest?.ruleIds.includes(rule.id) ?? true),
  );
}

function restOf(groups: RuleGroupScan[], oneByOne: boolean): ScanRest | null {
  if (groups.length === 0) return null;
  const after = groups.flatMap(({ key, judgedUpTo }) => (judgedUpTo === null ? [] : [[key, judgedUpTo]]));
  return { ruleIds: groups.flatMap(({ ruleIds }) => ruleIds), after: Object.fromEntries(after), oneByOne };
}

function assemble(input: ScanScopeInput, outcomes: GroupOutcome[], rest: ScanRest | null): ScanOutcome {
  const log = new UnreadLog(input.account.id);
  // What was not sent for want of requests is asked by the call that goes on.
  const refused = input.readers.refused().filter((error) => !(error instanceof RequestsSpentError));
  for (const error of [...outcomes.flatMap((outcome) => outcome.unread), ...refused]) log.add(error);
  const coverage: RuleCoverage[] = outcomes.flatMap((outcome) => outcome.coverage);
  return {
    accountId: input.account.id,
    scope: input.scope,
    evaluations: outcomes.flatMap((outcome) => outcome.evaluations),
    coverage,
    unread: log.entries(),
    apiCalls: input.readers.apiCalls(),
    rest,
  };
}

/** The moment at which reading has to end. */
class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #remainingMs: () => number;

  constructor(remainingMs: () => number) {
    this.#remainingMs = remainingMs;
  }

  passed(): boolean {
    return this.#remainingMs() < MARGIN_MS;
  }

  /** Resolves when the time is over; never rejects. */
  reached(): Promise<void> {
    // setTimeout takes 32 bits of milliseconds; more than that means no deadline.
    const wait = Math.min(this.#remainingMs() - MARGIN_MS, 2 ** 31 - 1);
    return new Promise((resolve) => {
      this.#timer = setTimeout(resolve, Math.max(wait, 0));
    });
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
