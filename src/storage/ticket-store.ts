import { isGroupId } from '../tickets/group-findings';
import type { TicketRows, TicketStore } from '../tickets/ports';
import { groupRepository } from './finding-groups';
import { ticketsIn } from './ticket-repository';

const findings = ticketsIn('findings');
const groups = ticketsIn('finding_groups');

const rowsOf = (id: string): TicketRows => (isGroupId(id) ? groups : findings);

/** Asks both tables for what is theirs among the ids; what they answer is put together. */
async function split<T, R>(
  all: readonly T[],
  idOf: (each: T) => string,
  ask: (rows: TicketRows, some: T[]) => Promise<R[]>,
): Promise<R[]> {
  const ofGroups = all.filter((each) => isGroupId(idOf(each)));
  const ofFindings = all.filter((each) => !isGroupId(idOf(each)));
  return [
    ...(ofFindings.length === 0 ? [] : await ask(findings, ofFindings)),
    ...(ofGroups.length === 0 ? [] : await ask(groups, ofGroups)),
  ];
}

/** The same where nothing is answered. */
async function tell<T>(
  all: readonly T[],
  idOf: (each: T) => string,
  say: (rows: TicketRows, some: T[]) => Promise<void>,
): Promise<void> {
  await split(all, idOf, async (rows, some) => {
    await say(rows, some);
    return [];
  });
}

const itself = (id: string) => id;

/** Findings with an issue of their own, and groups of findings that share one. */
export const ticketStore: TicketStore = {
  ...groupRepository,

  async *findingsToPlan({ single, shared }, onlyFindingId) {
    if (onlyFindingId === undefined) {
      yield* findings.findingsToPlan(single);
      yield* groups.findingsToPlan(shared);
      return;
    }
    const pairs = isGroupId(onlyFindingId) ? shared : single;
    yield* rowsOf(onlyFindingId).findingsToPlan(pairs, onlyFindingId);
  },

  async *openWithIssue() {
    yield* findings.openWithIssue();
    yield* groups.openWithIssue();
  },

  async details(ids) {
    const found = await split(ids, itself, (rows, some) => rows.details(some));
    const byId = new Map(found.map((finding) => [finding.id, finding]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  },

  async inDoubt(onlyFindingId) {
    if (onlyFindingId !== undefined) return rowsOf(onlyFindingId).inDoubt(onlyFindingId);
    return [...(await findings.inDoubt()), ...(await groups.inDoubt())];
  },

  claimFilings: (ids, claim) => split(ids, itself, (rows, some) => rows.claimFilings(some, claim)),
  releaseFilings: (ids, owner) => tell(ids, itself, (rows, some) => rows.releaseFilings(some, owner)),
  dropStaleFilings: (ids, before) => tell(ids, itself, (rows, some) => rows.dropStaleFilings(some, before)),
  leaseIssue: (id, lease) => rowsOf(id).leaseIssue(id, lease),
  releaseIssue: (id, owner) => rowsOf(id).releaseIssue(id, owner),
  noteMove: (id, move) => rowsOf(id).noteMove(id, move),
  attachIssues: (issues, at) =>
    tell(
      issues,
      ({ findingId }) => findingId,
      (rows, some) => rows.attachIssues(some, at),
    ),
  // One table of actions, of runs and of the audit log for both.
  recordActions: findings.recordActions,
  counters: findings.counters,
  createdByPolicy: findings.createdByPolicy,
  reportRun: findings.reportRun,
  settle: (settlement) => rowsOf(settlement.finding.id).settle(settlement),
  markInStep: (all) =>
    tell(
      all,
      ({ id }) => id,
      (rows, some) => rows.markInStep(some),
    ),
  async dropUnfiled(now) {
    await findings.dropUnfiled(now);
    await groups.dropUnfiled(now);
  },
  markDeleted: (id) => rowsOf(id).markDeleted(id),
  setProblem: (ids, problem) => tell(ids, itself, (rows, some) => rows.setProblem(some, problem)),

  findByIssue: async (issueId) => (await findings.findByIssue(issueId)) ?? groups.findByIssue(issueId),
  setIssueKey: (id, key) => rowsOf(id).setIssueKey(id, key),
  setIssueState: (id, state, at) => rowsOf(id).setIssueState(id, state, at),
};
