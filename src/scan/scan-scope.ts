import pLimit from 'p-limit';
import type { RuleCoverage, ScanOutcome } from '../domain/scan-outcome';
import type { Scope } from '../domain/scope';
import type { AccountInfo, EnabledRule } from '../rules/define';
import type { ResourceReaders } from './evaluate/resource-readers';
import { type GroupOutcome, groupsOf, RuleGroupScan } from './evaluate/rule-group';
import { UnreadLog } from './evaluate/unread-log';

export type { Listing, ResourceReaders } from './evaluate/resource-readers';
export { ResourceGoneError, UnreadableError } from './evaluate/unreadable';

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
 * Stops when the time runs out: the rules that were not finished are in `rulesLeft`, to be continued in another call. A
 * call that could finish no rule at all keeps what it has as incomplete instead, so that continuing comes to an end.
 */
export async function scanScope(input: ScanScopeInput): Promise<ScanOutcome> {
  const deadline = new Deadline(input.remainingMs);
  const limit = pLimit(CONCURRENT_GROUPS);
  const groups = groupsOf(rulesToRun(input)).map((rules) => new RuleGroupScan(rules, input));
  const running = Promise.all(
    groups.map((group) => limit(() => (deadline.passed() ? undefined : group.run(() => deadline.passed())))),
  );
  await Promise.race([running, deadline.reached()]);
  limit.clearQueue();
  deadline.cancel();

  const finished = groups.filter((group) => group.finished);
  const outOfTime = groups.filter((group) => !group.finished);
  const cutShort = finished.length === 0 ? outOfTime.filter((group) => group.started) : [];
  return assemble(
    input,
    [...finished, ...cutShort].map((group) => group.outcome()),
    outOfTime.filter((group) => !cutShort.includes(group)).flatMap((group) => group.ruleIds),
  );
}

function rulesToRun({ rules, scope, only }: ScanScopeInput): EnabledRule[] {
  const kind = scope === 'global' ? 'global' : 'regional';
  return rules.filter(
    ({ rule }) => rule.resource.scope === kind && (only?.ruleIds?.includes(rule.id) ?? true),
  );
}

function assemble(input: ScanScopeInput, outcomes: GroupOutcome[], rulesLeft: string[]): ScanOutcome {
  const log = new UnreadLog(input.account.id);
  for (const error of [...outcomes.flatMap((outcome) => outcome.unread), ...input.readers.refused()])
    log.add(error);
  const coverage: RuleCoverage[] = outcomes.flatMap((outcome) => outcome.coverage);
  return {
    accountId: input.account.id,
    scope: input.scope,
    evaluations: outcomes.flatMap((outcome) => outcome.evaluations),
    coverage,
    unread: log.entries(),
    apiCalls: input.readers.apiCalls(),
    rulesLeft,
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
