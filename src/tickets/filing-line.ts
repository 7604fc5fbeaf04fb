import { listIn } from '../domain/list-in';
import { Ceilings } from './ceilings';
import { filingAskedFor, isInDoubt, type PlanInput, worstThenOldest } from './plan-tickets';
import type { PlanFinding } from './ticket-finding';

/** Findings that a ceiling holds back for certain: of one rule, in one project. */
export interface HeldBack {
  projectKey: string;
  ruleId: string;
  count: number;
}

interface Place {
  finding: PlanFinding;
  projectKey: string;
}

/**
 * What a run has to plan, out of all that waits for an issue: hundreds of thousands may, behind a ceiling of fifty. Of each
 * policy those stay that come first, as many as it may file; the others are counted. So memory does not grow with what waits.
 */
export class FilingLine {
  readonly #ceilings: Ceilings;
  readonly #kept: PlanFinding[] = [];
  readonly #lines = new Map<string, Place[]>();
  readonly #heldBack = new Map<string, HeldBack>();

  /** @param more how many beyond the ceiling stay too, of each policy: for who wants to see some */
  constructor(
    private readonly input: Pick<PlanInput, 'decisions' | 'blocked' | 'created' | 'now'>,
    private readonly more = 0,
  ) {
    this.#ceilings = new Ceilings(input.decisions.rollout.policies, input.created);
  }

  /** Where its issue would be filed has to be among `blocked` by now if it is. */
  add(finding: PlanFinding): void {
    const asked = filingAskedFor(finding, this.input);
    if (asked === null) {
      // What waits without an issue, and is not filed now, asks for nothing.
      if (finding.ticket.issueId !== null || isInDoubt(finding)) this.#kept.push(finding);
      return;
    }
    const line = listIn(this.#lines, asked.policyId);
    line.push({ finding, projectKey: asked.projectKey });
    const room = this.#roomOf(asked.policyId);
    // Sorted anew only after as many came again: each is compared some times, however many come.
    if (line.length > 2 * room + 1_000) this.#shorten(line, room);
  }

  /** What is to be planned, in no order. */
  findings(): PlanFinding[] {
    for (const [policyId, line] of this.#lines) this.#shorten(line, this.#roomOf(policyId));
    return [...this.#kept, ...[...this.#lines.values()].flat().map(({ finding }) => finding)];
  }

  /** What is not among `findings()`, because the ceilings hold it back. */
  heldBack(): HeldBack[] {
    return [...this.#heldBack.values()];
  }

  #roomOf(policyId: string): number {
    return this.#ceilings.room(policyId) + this.more;
  }

  #shorten(line: Place[], room: number): void {
    line.sort((a, b) => worstThenOldest(a.finding, b.finding));
    for (const { finding, projectKey } of line.splice(room)) {
      const key = JSON.stringify([projectKey, finding.ruleId]);
      const held = this.#heldBack.get(key) ?? { projectKey, ruleId: finding.ruleId, count: 0 };
      held.count += 1;
      this.#heldBack.set(key, held);
    }
  }
}
