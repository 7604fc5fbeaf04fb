import type { PairGroup } from '../../../../src/domain/rollout/decisions';
import type { IssueEventStore } from '../../../../src/tickets/on-issue-event';
import { CLOSED_STATES, isClosedState } from '../../../../src/tickets/plan-tickets';
import type { ActionRow, IssueLease, RecordedAction, TicketStore } from '../../../../src/tickets/ports';
import type { Move, Ticket, TicketFinding } from '../../../../src/tickets/ticket-finding';
import { noTicket } from './findings';

interface Row extends Omit<TicketFinding, 'ticket'> {
  ticket: Ticket;
  owner: string | null;
  needsSync: boolean;
}

/** Failed again while no policy filed issues: in step, and closed. */
function isLeftClosed({ needsSync, openedAt, ticket }: Row): boolean {
  if (needsSync || !isClosedState(ticket.state)) return false;
  return ticket.state === 'closed' || ticket.opening !== openedAt;
}

/** Findings in memory, with the same promises as the repository over Forge SQL (test/integration/tickets proves those). */
export class MemoryStore implements TicketStore, IssueEventStore {
  readonly rows = new Map<string, Row>();
  readonly actions = new Map<
    string,
    { action: RecordedAction; runId: string; issueId: string; policyId: string | null }
  >();
  readonly reports: {
    runId: string;
    held: number;
    problems: readonly string[];
    finishedAt: number | null;
  }[] = [];

  constructor(findings: readonly TicketFinding[] = []) {
    for (const finding of findings) this.put(finding);
  }

  /** As the scan does: stores what it saw and asks for a sync. */
  put(finding: TicketFinding): void {
    const before = this.rows.get(finding.id);
    this.rows.set(finding.id, {
      ...finding,
      ticket: before?.ticket ?? finding.ticket,
      owner: before?.owner ?? null,
      needsSync: true,
    });
  }

  change(id: string, more: Partial<Omit<TicketFinding, 'id' | 'ticket'>>): void {
    this.put({ ...this.get(id), ...more });
  }

  get(id: string): Row {
    const row = this.rows.get(id);
    if (!row) throw new Error(`No finding ${id}`);
    return row;
  }

  async *findingsToPlan({ single: filed }: { single: readonly PairGroup[] }, onlyFindingId?: string) {
    yield [...this.rows.values()]
      .filter(({ id }) => onlyFindingId === undefined || id === onlyFindingId)
      .filter((row) =>
        row.ticket.issueId === null || isLeftClosed(row)
          ? row.state === 'open' && isAmong(filed, row)
          : row.needsSync,
      )
      .map(copy);
  }

  /** Groups are tested over Forge SQL (test/integration/tickets/grouping.test.ts): here is none. */
  async *members() {}
  async groups() {
    return [];
  }
  async saveGroups() {}
  async joinGroup() {}

  async *openWithIssue() {
    yield [...this.rows.values()]
      .filter(({ state, ticket }) => state === 'open' && ticket.issueId !== null)
      .map(copy);
  }

  async createdByPolicy(runId: string) {
    const counts = new Map<string, { inRun: number; today: number }>();
    for (const { action, policyId, runId: ofRun } of this.actions.values()) {
      if (action !== 'created' || policyId === null) continue;
      const { inRun, today } = counts.get(policyId) ?? { inRun: 0, today: 0 };
      counts.set(policyId, { inRun: inRun + (ofRun === runId ? 1 : 0), today: today + 1 });
    }
    return counts;
  }

  async details(ids: readonly string[]) {
    return ids.map((id) => copy(this.get(id)));
  }

  async inDoubt(onlyFindingId?: string) {
    return [...this.rows.values()]
      .filter(({ id }) => onlyFindingId === undefined || id === onlyFindingId)
      .flatMap(({ id, ticket: { issueId, filingStartedAt } }) =>
        issueId === null && filingStartedAt !== null ? [{ findingId: id, claimedAt: filingStartedAt }] : [],
      );
  }

  async claimFilings(ids: readonly string[], { owner, now }: { owner: string; now: number }) {
    return ids.filter((id) => {
      const row = this.get(id);
      const { issueId, issueKey, state, opening, filingStartedAt } = row.ticket;
      const isOver = [...CLOSED_STATES, 'deleted'].some((each) => each === state) && opening !== row.openedAt;
      if (filingStartedAt !== null || row.state !== 'open' || (issueId !== null && !isOver)) return false;
      if (state !== null && state !== 'deleted') row.previousIssueKey = issueKey;
      row.ticket = { ...noTicket, filingStartedAt: now };
      row.owner = owner;
      return true;
    });
  }

  async releaseFilings(ids: readonly string[], owner: string) {
    for (const id of ids) this.#release(id, (row) => row.owner === owner && row.ticket.issueId === null);
  }

  async dropStaleFilings(ids: readonly string[], staleBefore: number) {
    for (const id of ids) {
      this.#release(
        id,
        ({ ticket }) => ticket.issueId === null && (ticket.filingStartedAt ?? staleBefore) < staleBefore,
      );
    }
  }

  async leaseIssue(id: string, { owner, again, now, until }: IssueLease) {
    const row = this.get(id);
    const { issueId, filingStartedAt } = row.ticket;
    const isHeld = filingStartedAt !== null && filingStartedAt >= now && !(again && row.owner === owner);
    if (issueId === null || isHeld) return false;
    row.ticket = { ...row.ticket, filingStartedAt: until };
    row.owner = owner;
    return true;
  }

  async releaseIssue(id: string, owner: string) {
    this.#release(id, (row) => row.owner === owner && row.ticket.issueId !== null);
  }

  async noteMove(id: string, move: Move) {
    const row = this.get(id);
    row.ticket = { ...row.ticket, digest: move };
  }

  async attachIssues(
    issues: readonly { findingId: string; issue: { id: string; key: string } }[],
    at: number,
  ) {
    for (const { findingId, issue } of issues) {
      const row = this.get(findingId);
      if (row.ticket.issueId !== null) continue;
      row.ticket = {
        ...noTicket,
        issueId: issue.id,
        issueKey: issue.key,
        state: 'open',
        stateAt: at,
        opening: row.openedAt,
      };
      row.owner = null;
      row.needsSync = true;
    }
  }

  async recordActions(action: RecordedAction, rows: readonly ActionRow[], { runId }: { runId: string }) {
    for (const { findingId, issueId, marker, policyId } of rows) {
      const key = JSON.stringify([findingId, action, marker]);
      if (!this.actions.has(key)) this.actions.set(key, { action, runId, issueId, policyId });
    }
  }

  async counters(runId: string) {
    const count = (action: RecordedAction) =>
      [...this.actions.values()].filter((each) => each.runId === runId && each.action === action).length;
    return {
      created: count('created'),
      updated: count('updated'),
      closed: count('closed'),
      reopened: count('reopened'),
    };
  }

  async settle({ finding, issueKey, state, digest, at }: Parameters<TicketStore['settle']>[0]) {
    const row = this.get(finding.id);
    const before = row.ticket.state;
    const sameState = before === finding.ticket.state;
    row.needsSync = !(row.changedAt === finding.changedAt && sameState);
    row.ticket = {
      ...row.ticket,
      issueKey,
      digest,
      state: sameState ? state : before,
      stateAt: sameState && before !== state ? at : row.ticket.stateAt,
      opening: row.state === 'open' && !isClosedState(state) ? row.openedAt : row.ticket.opening,
      problem: null,
      filingStartedAt: null,
    };
    row.owner = null;
  }

  async markInStep(findings: readonly TicketFinding[] | Parameters<TicketStore['markInStep']>[0]) {
    for (const { id, changedAt, ticket } of findings) {
      const row = this.get(id);
      if (row.ticket.issueId === null) continue;
      if (row.changedAt === changedAt && row.ticket.state === ticket.state) row.needsSync = false;
    }
  }

  async dropUnfiled() {
    for (const row of this.rows.values()) {
      const { issueId, filingStartedAt } = row.ticket;
      if (row.state === 'open' || issueId !== null || filingStartedAt !== null) continue;
      row.needsSync = false;
      row.ticket = { ...row.ticket, problem: null };
    }
  }

  async markDeleted(id: string) {
    const row = this.get(id);
    row.ticket = { ...row.ticket, state: 'deleted', filingStartedAt: null };
    row.needsSync = row.state === 'open' && row.ticket.opening !== row.openedAt;
  }

  async setProblem(ids: readonly string[], problem: string | null) {
    for (const id of ids) this.get(id).ticket = { ...this.get(id).ticket, problem };
  }

  async reportRun(
    runId: string,
    report: { held: number; problems: readonly string[]; finishedAt: number | null },
  ) {
    this.reports.push({ runId, ...report });
  }

  async findByIssue(issueId: string) {
    const row = [...this.rows.values()].find(({ ticket }) => ticket.issueId === issueId);
    if (!row?.ticket.issueKey || !row.ticket.state) return null;
    return {
      findingId: row.id,
      findingState: row.state,
      issueKey: row.ticket.issueKey,
      state: row.ticket.state,
    };
  }

  async setIssueKey(id: string, issueKey: string) {
    this.get(id).ticket = { ...this.get(id).ticket, issueKey };
  }

  async setIssueState(id: string, state: NonNullable<Ticket['state']>, at: number) {
    const row = this.get(id);
    row.ticket = { ...row.ticket, state, stateAt: at };
    row.needsSync = true;
  }

  #release(id: string, may: (row: Row) => boolean): void {
    const row = this.get(id);
    if (!may(row)) return;
    row.ticket = { ...row.ticket, filingStartedAt: null };
    row.owner = null;
  }
}

function copy(row: Row): TicketFinding {
  return structuredClone(row);
}

function isAmong(pairs: readonly PairGroup[], { accountId, ruleId }: Row): boolean {
  return pairs.some(({ accountIds, ruleIds }) => accountIds.includes(accountId) && ruleIds.includes(ruleId));
}
