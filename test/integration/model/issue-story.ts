import type { Issue } from '../../../sandbox/jira/store/model';
import type { Lifecycle } from '../../../src/domain/rollout/lifecycle';
import type { Weakness } from './estate';

const DAY = 24 * 60 * 60 * 1000;
/** Between an issue's being closed and the app's writing that down. */
const TOLERANCE = 20 * 60 * 1000;

export const EDITS = ['summary', 'duedate', 'priority', 'labels'] as const;
export type Edit = (typeof EDITS)[number];

/** What a person wrote into an issue: it stays. */
export const EDITED = {
  summary: 'In our own words',
  duedate: '2031-01-01',
  priority: { id: '5' },
  labels: ['ours'],
} as const;

/** What the app may change of an issue that is there: these, and its own fields. */
const OWN_FIELDS = /^(duedate|priority|resolution|status|customfield_\d+)$/;

/** One issue: what people and the app did to it, and what that leaves to do. */
export class IssueStory {
  isDeleted = false;
  /** A person opened it again though nothing fails any more: it is theirs until it fails anew. */
  isKeptOpen = false;
  /**
   * A person opened it again while it failed, and the app hears of it when that may be over: it cannot tell this from a person
   * who wants it open all the same, and leaves it to them.
   */
  mayBeKeptOpen = false;
  /** A person closed it while it failed. */
  #isClosedByPerson = false;
  #closedAt: number | null = null;
  /** Whether the app was told of it, and has to say once that it still fails. */
  #owesReminder = false;
  #mayRemind = 0;
  #hasOverruled = false;
  #isExceptionOver = false;
  #isReopeningInDoubt = false;
  /** How often it may be said that it ended, and that it goes on. */
  #endings = 0;
  #returns = 0;
  readonly #edited = new Set<Edit>();
  readonly #heard = new Map<string, string>();

  constructor(
    readonly id: string,
    readonly key: string,
    readonly weakness: Weakness,
    /** The opening of the weakness that it was filed or last reopened for. */
    public opening: number | null,
  ) {}

  /** Fixed, gone, switched off or excepted: closing it is right, and says so. */
  ends(): void {
    this.#endings += 1;
    this.#isExceptionOver = false;
    this.#isClosedByPerson = false;
    this.#owesReminder = false;
  }

  /** Its exception is over; whether it still fails shows when it can be read. */
  exceptionEnds(): void {
    this.#isExceptionOver = true;
    this.#isClosedByPerson = false;
    this.#owesReminder = false;
  }

  /** It fails for everybody to see. */
  fails(): void {
    this.isKeptOpen = false;
    if (this.#isExceptionOver) this.#returns += 1;
    this.#isExceptionOver = false;
  }

  opensAnew(): void {
    this.#returns += 1;
    this.mayBeKeptOpen = false;
    this.#isClosedByPerson = false;
    this.#hasOverruled = false;
    this.#owesReminder = false;
  }

  /** @param isTold whether the app hears of it */
  closedByPerson(at: number, fails: boolean, isTold: boolean): void {
    this.#closedAt = at;
    this.isKeptOpen = false;
    this.mayBeKeptOpen = false;
    if (!fails) return;
    this.#isClosedByPerson = true;
    this.#mayRemind += 1;
    this.#owesReminder = isTold;
  }

  /** @param isHeardLate whether the app hears of it after the next scan only */
  reopenedByPerson(fails: boolean, isHeardLate: boolean): void {
    this.mayBeKeptOpen = fails && isHeardLate;
    this.#closedAt = null;
    this.#isClosedByPerson = false;
    this.#owesReminder = false;
    this.isKeptOpen = !fails;
  }

  deletedByPerson(opening: number | null): void {
    this.isDeleted = true;
    this.opening = opening;
  }

  editedByPerson(edit: Edit): void {
    this.#edited.add(edit);
  }

  isEdited(edit: Edit): boolean {
    return this.#edited.has(edit);
  }

  closedByApp(at: number): void {
    this.mayBeKeptOpen = false;
    this.#closedAt = at;
  }

  /**
   * @param isRough whether something goes wrong meanwhile, so that the app may not know that it did it, and do it again
   * @throws Error when that is against a person's will
   */
  reopenedByApp(mayOverrule: boolean, isRough: boolean): void {
    const isRepeated = this.#isReopeningInDoubt;
    this.#isReopeningInDoubt = isRough;
    if (this.#isClosedByPerson && !isRepeated) {
      if (!mayOverrule || this.#hasOverruled)
        throw new Error(`The app reopened ${this.key}, which a person had closed.`);
      this.#hasOverruled = true;
    }
    this.#isClosedByPerson = false;
    this.#closedAt = null;
  }

  /** Whether another issue may take its place, for one of these openings. */
  mayBeFollowed(openings: readonly (number | null)[], at: number, afterDays: number | null): boolean {
    const isAnotherOpening = openings.some((opening) => opening !== this.opening);
    if (this.isDeleted) return isAnotherOpening;
    const closedFor = this.#closedAt === null ? 0 : at - this.#closedAt;
    return isAnotherOpening && afterDays !== null && closedFor >= afterDays * DAY - TOLERANCE;
  }

  mayStayClosed(closedWhileFailing: Lifecycle['closedWhileFailing']): boolean {
    if (!this.#isClosedByPerson) return false;
    return closedWhileFailing === 'leave' || this.#hasOverruled || !this.#owesReminder;
  }

  /** @throws Error when a person closed it while it fails, a scan has seen that since, and nobody said so */
  mustBeReminded(closedWhileFailing: Lifecycle['closedWhileFailing']): void {
    if (this.#isClosedByPerson && this.#owesReminder && closedWhileFailing === 'leave')
      throw new Error(`A person closed ${this.key} while it fails, and nothing was said.`);
  }

  /** @throws Error when the field is none of the app's, or a person's by now */
  judgeEdit(fieldId: string): void {
    const isPersons = (fieldId === 'duedate' || fieldId === 'priority') && this.#edited.has(fieldId);
    if (!OWN_FIELDS.test(fieldId) || isPersons)
      throw new Error(`The app changed the field ${fieldId} of ${this.key}, which is a person's.`);
  }

  /** @throws Error when something that a person wrote is gone */
  mustKeepEdits(issue: Issue): void {
    const now = {
      summary: issue.summary,
      duedate: issue.dueDate,
      priority: { id: issue.priorityId },
      labels: issue.labels,
    };
    for (const edit of this.#edited) {
      if (JSON.stringify(now[edit]) !== JSON.stringify(EDITED[edit]))
        throw new Error(`What a person wrote into the ${edit} of ${this.key} is gone.`);
    }
  }

  hasHeard(commentId: string): boolean {
    return this.#heard.has(commentId);
  }

  /**
   * Takes note of a comment of the app.
   * @returns what it says that the weakness is; null for what says nothing of it
   * @throws Error when it was said before, or too often
   */
  hear(commentId: string, body: string, isCounted: boolean): 'open' | 'excepted' | 'resolved' | null {
    if ([...this.#heard.values()].includes(body)) throw new Error(`${this.key} was told twice: ${body}`);
    this.#heard.set(commentId, body);
    const tooOften = (left: number): void => {
      if (left < 0 && isCounted) throw new Error(`${this.key} was told without a reason: ${body}`);
    };
    if (body.includes('Closed by Cloud Findings')) {
      this.#endings -= 1;
      tooOften(this.#endings);
      return body.includes('an exception is in force') ? 'excepted' : 'resolved';
    }
    if (body.includes('Reopened by Cloud Findings')) {
      this.#returns -= 1;
      tooOften(this.#returns);
      return 'open';
    }
    if (body.includes('this issue was closed')) {
      this.#mayRemind -= 1;
      if (this.#mayRemind < 0) throw new Error(`${this.key} was reminded without a reason: ${body}`);
      this.#owesReminder = false;
      return 'open';
    }
    return null;
  }
}
