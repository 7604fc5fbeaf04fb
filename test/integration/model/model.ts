import sql from 'sql-template-tag';
import { z } from 'zod';
import { DEMO_ACCOUNTS, type JiraIssueEvent } from '../../../sandbox/jira';
import { shownState } from '../../../src/domain/finding';
import { SEVERITIES, severityRank } from '../../../src/domain/severity';
import { DEFAULT_SLA, slaMs } from '../../../src/domain/sla';
import { ensureCounted } from '../../../src/storage/finding-counts';
import { select } from '../../../src/storage/run-sql';
import { dueDateOf } from '../../../src/tickets/issue-content';
import { recounted, storedCounts } from '../storage/support/recount';
import { ACCOUNTS, WEAKNESSES, type Weakness } from './estate';
import { IssueStory } from './issue-story';
import { afterEnd, afterReading, describe, isSame, type Known, NOTHING } from './known';
import { type PolicyName, policyOf } from './settings';
import { DAY, HOUR, MINUTE, type Reading, type World } from './world';

const time = z.coerce.number().nullable();
const storedFinding = z.object({
  finding_id: z.string(),
  resource_id: z.string(),
  state: z.enum(['open', 'unknown', 'resolved']),
  exception_id: z.string().nullable(),
  first_seen_at: time,
  opened_at: time,
  due_at: time,
  issue_id: z.coerce.string().nullable(),
});
type StoredFinding = z.infer<typeof storedFinding>;

/** A decision that a weakness may stay; it ends with the first sync after `until`. */
interface ExceptionStory {
  id: string;
  until: number;
}

/** The clock of an SLA: since when it stands still, and how long it stood still before. */
interface Pause {
  since: number | null;
  ms: number;
  /** By how much it may have gone on later than it should have. */
  late: number;
}

/** What stands still or goes on does so some calls after it was asked for. */
const TOLERANCE = 20 * MINUTE;
/** Where something breaks, an exception ends with the first hour that comes so far. */
const MOST_LATE = 2 * HOUR;

export interface Chapter {
  /** Whether nothing went wrong that the app has not had the time to make up for. */
  isQuiet: boolean;
  /** Whether the hourly scan ran, and the tickets after it. */
  isHour: boolean;
}

/** What the weakness may have been while the chapter lasted. */
type Possible = readonly Known[];

/**
 * What a person expects of the app, who knows the estate, what may be read of it, and what people decided and did. Looks
 * at what is stored and at every deed in Jira, and objects to whatever cannot be explained.
 */
export class Model {
  readonly known = new Map<Weakness, Known>(WEAKNESSES.map((weakness) => [weakness, NOTHING]));
  readonly exceptions = new Map<Weakness, ExceptionStory>();
  readonly #pauses = new Map<Weakness, Pause>();
  readonly #issues = new Map<string, IssueStory>();
  readonly #createdOn = new Map<string, number>();
  #isRough = false;
  #hasHadFaults = false;

  constructor(private readonly world: World) {}

  knownOf(weakness: Weakness): Known {
    return this.known.get(weakness) ?? NOTHING;
  }

  /** The issue that tells of it now, if any. */
  issueOf(weakness: Weakness): IssueStory | null {
    return this.#issuesOf(weakness).at(-1) ?? null;
  }

  /** Whether somebody who closes its issue does so although it may fail. */
  isFailing(weakness: Weakness): boolean {
    const shown = this.#shown(weakness);
    return shown === 'open' || shown === 'unknown';
  }

  /** Nobody wants to know of them any more. */
  end(weaknesses: readonly Weakness[]): void {
    for (const weakness of weaknesses) this.#settle(weakness, afterEnd(this.knownOf(weakness)));
  }

  grant(weakness: Weakness, exception: ExceptionStory): void {
    this.exceptions.set(weakness, exception);
    this.#applyExceptions();
  }

  withdraw(weakness: Weakness): void {
    this.#endException(weakness);
    this.#applyExceptions();
  }

  #endException(weakness: Weakness): void {
    this.exceptions.delete(weakness);
    this.#goOn(weakness);
  }

  /** Compares the app with what is expected of it after a chapter. @throws Error that says what is wrong */
  async check({ isQuiet, isHour }: Chapter): Promise<void> {
    this.#isRough = !isQuiet;
    this.#hasHadFaults ||= !isQuiet;
    const before = new Map(this.exceptions);
    const rows = new Map((await this.#stored()).map((row) => [row.finding_id, row]));
    const possible = new Map<Weakness, Possible>();
    const readings = this.world.readings.splice(0);
    for (const weakness of WEAKNESSES)
      possible.set(weakness, this.#learn(weakness, rows.get(weakness.findingId), readings, isQuiet));
    if (isHour) this.#applyExceptions();
    for (const weakness of WEAKNESSES) if (this.#shown(weakness) === 'open') this.issueOf(weakness)?.fails();
    this.#judgeDeeds(possible, before, isHour && isQuiet);
    for (const story of this.#issues.values()) this.#judgeComments(story, possible, before);
    if (!isHour) return;
    await this.#checkCounts();
    if (isQuiet) this.world.machine.tally.add('quiet hours');
    if (isQuiet)
      for (const weakness of WEAKNESSES) this.#mustBeInStep(weakness, rows.get(weakness.findingId));
  }

  #stored(): Promise<StoredFinding[]> {
    return select(
      storedFinding,
      sql`SELECT finding_id, resource_id, state, exception_id, first_seen_at, opened_at, due_at, issue_id FROM findings`,
    );
  }

  /** What is stored must follow from what was read; answers everything that it may have been in between. */
  #learn(
    weakness: Weakness,
    row: StoredFinding | undefined,
    readings: Reading[],
    isQuiet: boolean,
  ): Possible {
    const before = this.knownOf(weakness);
    const mine = readings.flatMap(({ at, verdicts }) => {
      const verdict = verdicts.get(weakness);
      return verdict === undefined ? [] : [{ at, verdict }];
    });
    let after: Known[] = [];
    for (const { at, verdict } of mine)
      after = [...after, ...[before, ...after].map((known) => afterReading(known, verdict, at))];
    const mayBe = isQuiet && after.length > 0 ? after : [before, ...after];
    const stored = row === undefined ? NOTHING : knownIn(row);
    if (!mayBe.some((known) => isSame(known, stored)))
      throw new Error(
        `"${weakness.name}" is ${describe(stored)}, and has to be ${[...new Set(mayBe.map(describe))].join(', or ')}. It was ${describe(before)}; read since: ${mine.map(({ verdict }) => verdict).join(', ') || 'nothing'}.`,
      );
    if (stored.state !== before.state) this.world.machine.tally.add(`findings became ${stored.state}`);
    this.#settle(weakness, stored);
    return [before, ...after, stored];
  }

  #settle(weakness: Weakness, after: Known): void {
    const before = this.knownOf(weakness);
    this.known.set(weakness, after);
    const story = this.issueOf(weakness);
    const opensAnew =
      after.state === 'open' && (before.opened !== after.opened || before.state === 'resolved');
    if (opensAnew && after.opened !== null) {
      const { since } = this.#pauseOf(weakness);
      this.#pauses.set(weakness, { since: since === null ? null : after.opened, ms: 0, late: 0 });
      story?.opensAnew();
    }
    if (after.state === 'resolved' && before.state !== 'resolved') story?.ends();
  }

  #pauseOf(weakness: Weakness): Pause {
    return this.#pauses.get(weakness) ?? { since: null, ms: 0, late: 0 };
  }

  /** An exception begins to cover it. */
  #rest(weakness: Weakness): void {
    const pause = this.#pauseOf(weakness);
    if (pause.since === null) this.issueOf(weakness)?.ends();
    this.#pauses.set(weakness, { ...pause, since: pause.since ?? this.world.clock.now() });
  }

  #goOn(weakness: Weakness): void {
    const { since, ms, late } = this.#pauseOf(weakness);
    if (since === null) return;
    this.#pauses.set(weakness, {
      since: null,
      ms: ms + this.world.clock.now() - since,
      late: late + (this.#isRough ? MOST_LATE : 0),
    });
    this.issueOf(weakness)?.exceptionEnds();
  }

  /** With each decision and each sync of tickets exceptions end, and begin to cover what fails by now. */
  #applyExceptions(): void {
    const now = this.world.clock.now();
    for (const [weakness, { until }] of [...this.exceptions]) {
      if (until <= now) this.#endException(weakness);
      else if (this.knownOf(weakness).state === 'open') this.#rest(weakness);
    }
  }

  #judgeDeeds(
    possible: Map<Weakness, Possible>,
    before: Map<Weakness, ExceptionStory>,
    isQuietHour: boolean,
  ) {
    const filed = new Map<PolicyName, Weakness[]>();
    for (const deed of this.world.deeds.splice(0)) {
      if (deed.eventType === 'avi:jira:created:issue') {
        const weakness = this.#judgeFiling(deed, possible, before);
        const policy = policyOf(weakness);
        filed.set(policy, [...(filed.get(policy) ?? []), weakness]);
        continue;
      }
      const story = this.#issues.get(deed.issue.id);
      if (story === undefined)
        throw new Error(`The app changed ${deed.issue.key}, which is none of its own.`);
      const mayHaveBeen = possible.get(story.weakness) ?? [];
      for (const item of deed.changelog?.items ?? []) {
        if (item.field === 'status')
          this.#judgeMove(story, this.#isDone(item.to), mayHaveBeen, before.has(story.weakness));
        else story.judgeEdit(item.fieldId);
      }
    }
    if (isQuietHour) this.#judgeNumbers(filed);
  }

  #isDone(statusId: string | null): boolean {
    return statusId !== null && this.world.jira.store.status(statusId).category === 'done';
  }

  #mayBeShown(
    shown: 'open' | 'excepted' | 'resolved',
    weakness: Weakness,
    mayHaveBeen: Possible,
    wasExcepted: boolean,
  ): boolean {
    if (shown === 'resolved') return mayHaveBeen.some(({ state }) => state === 'resolved');
    if (!mayHaveBeen.some(({ state }) => state === 'open')) return false;
    const isExcepted = this.exceptions.has(weakness);
    return shown === 'excepted' ? isExcepted || wasExcepted : !isExcepted || !wasExcepted;
  }

  #judgeFiling(
    { issue, timestamp }: JiraIssueEvent,
    possible: Map<Weakness, Possible>,
    before: Map<Weakness, ExceptionStory>,
  ): Weakness {
    const stored = this.world.jira.store.issue(issue.id);
    const { data } = z.object({ id: z.string() }).safeParse(stored?.properties['cloud-finding']);
    const weakness = WEAKNESSES.find(({ findingId }) => findingId === data?.id);
    if (weakness === undefined || stored === undefined)
      throw new Error(`The app filed ${issue.key}, which is of no finding.`);
    const { settings } = this.world;
    const what = `${issue.key} was filed for "${weakness.name}"`;
    const mayHaveBeen = possible.get(weakness) ?? [];
    if (!this.#mayBeShown('open', weakness, mayHaveBeen, before.has(weakness)))
      throw new Error(`${what}, which was ${mayHaveBeen.map(describe).join(', then ')}, or excepted.`);
    const project = settings.projectOf(weakness);
    if (project === null) throw new Error(`${what}, for which nobody wants issues.`);
    if (!issue.key.startsWith(`${project}-`)) throw new Error(`${what}, which belongs to ${project}.`);
    const openings = mayHaveBeen.filter(({ state }) => state === 'open').map(({ opened }) => opened);
    const previous = this.issueOf(weakness);
    const { newIssueAfterDays } = settings.lifecycle;
    if (previous !== null && !previous.mayBeFollowed(openings, timestamp, newIssueAfterDays))
      throw new Error(`${what}, which had ${previous.key} already.`);
    this.#countFiling(weakness, timestamp, what);
    this.world.machine.tally.add('issues filed');
    const { opened } = this.knownOf(weakness);
    this.#issues.set(issue.id, new IssueStory(issue.id, issue.key, weakness, opened));
    return weakness;
  }

  #countFiling(weakness: Weakness, at: number, what: string): void {
    const { settings } = this.world;
    const day = `${policyOf(weakness)} ${Math.floor(at / DAY)}`;
    const today = (this.#createdOn.get(day) ?? 0) + 1;
    this.#createdOn.set(day, today);
    if (today > settings.ceiling.perDay)
      throw new Error(`${what}, one more than the ${settings.ceiling.perDay} that its policy files a day.`);
  }

  /** No more than the ceiling of a run, and the worst first. */
  #judgeNumbers(filed: Map<PolicyName, Weakness[]>): void {
    const { settings } = this.world;
    for (const [policy, weaknesses] of filed) {
      if (weaknesses.length > settings.ceiling.perRun)
        throw new Error(`The policy ${policy} filed ${weaknesses.length} issues in a run.`);
      const left = WEAKNESSES.filter((one) => policyOf(one) === policy && this.#lacksIssue(one));
      const worst = Math.min(...left.map((one) => severityRank(settings.severityOf(one))));
      const late = weaknesses.find((one) => severityRank(settings.severityOf(one)) > worst);
      if (late !== undefined) throw new Error(`"${late.name}" was filed before what is more severe.`);
    }
  }

  #judgeMove(story: IssueStory, toDone: boolean, mayHaveBeen: Possible, wasExcepted: boolean): void {
    const { weakness, key } = story;
    const was = `"${weakness.name}" was ${mayHaveBeen.map(describe).join(', then ')}`;
    const mayBe = (shown: 'open' | 'excepted' | 'resolved') =>
      this.#mayBeShown(shown, weakness, mayHaveBeen, wasExcepted);
    if (toDone) {
      if (!mayBe('resolved') && !mayBe('excepted')) throw new Error(`The app closed ${key} though ${was}.`);
      if (story.isKeptOpen && !this.#hasHadFaults)
        throw new Error(`The app closed ${key}, which a person had opened again.`);
      story.closedByApp(this.world.clock.now());
      this.world.machine.tally.add('closed');
      return;
    }
    const { settings } = this.world;
    if (!mayBe('open')) throw new Error(`The app reopened ${key} though ${was}, or excepted.`);
    if (!settings.isJudged(weakness) || settings.stages.get(policyOf(weakness)) !== 'ticket')
      throw new Error(`The app reopened ${key} though no policy wants issues of it.`);
    story.reopenedByApp(settings.lifecycle.closedWhileFailing === 'reopen', this.#isRough);
    this.world.machine.tally.add('reopened');
  }

  #judgeComments(
    story: IssueStory,
    possible: Map<Weakness, Possible>,
    before: Map<Weakness, ExceptionStory>,
  ): void {
    const issue = this.world.jira.store.issue(story.id);
    const mayHaveBeen = possible.get(story.weakness) ?? [];
    for (const comment of issue?.comments ?? []) {
      if (comment.authorId !== DEMO_ACCOUNTS.app || story.hasHeard(comment.id)) continue;
      const about = story.hear(comment.id, JSON.stringify(comment.body), !this.#hasHadFaults);
      this.world.machine.tally.add('comments');
      if (about === null) continue;
      if (!this.#mayBeShown(about, story.weakness, mayHaveBeen, before.has(story.weakness)))
        throw new Error(`${story.key} was told that it is ${about}: ${JSON.stringify(comment.body)}`);
    }
  }

  async #checkCounts(): Promise<void> {
    await ensureCounted(this.world.clock.now());
    const [counts, truth] = [await storedCounts(), await recounted()];
    if (JSON.stringify(counts) !== JSON.stringify(truth))
      throw new Error(`The counts say ${JSON.stringify(counts)}, and there are ${JSON.stringify(truth)}.`);
  }

  #shown(weakness: Weakness): ReturnType<typeof shownState> | 'absent' {
    const { state } = this.knownOf(weakness);
    return state === 'open' && this.exceptions.has(weakness) ? 'excepted' : state;
  }

  #lacksIssue(weakness: Weakness): boolean {
    if (this.#shown(weakness) !== 'open' || this.world.settings.projectOf(weakness) === null) return false;
    const story = this.issueOf(weakness);
    return story === null || (story.isDeleted && story.opening !== this.knownOf(weakness).opened);
  }

  #mustBeInStep(weakness: Weakness, row: StoredFinding | undefined): void {
    const shown = this.#shown(weakness);
    if (row !== undefined && shownState(row.state, row.exception_id) !== shown)
      throw new Error(
        `"${weakness.name}" is shown as ${shownState(row.state, row.exception_id)}, not ${shown}.`,
      );
    if (shown === 'open') this.#mustBeDue(weakness, row);
    const { ceiling } = this.world.settings;
    if (this.#lacksIssue(weakness) && ceiling.perRun > WEAKNESSES.length && ceiling.perDay > 50)
      throw new Error(`"${weakness.name}" fails and has no issue.`);
    const story = this.issueOf(weakness);
    const issue = story === null ? undefined : this.world.jira.store.issue(story.id);
    if (story === null || story.isDeleted || issue === undefined) return;
    const { settings, jira } = this.world;
    const isDone = this.#isDone(issue.statusId);
    if (
      (shown === 'resolved' || shown === 'excepted') &&
      !isDone &&
      !story.isKeptOpen &&
      !story.mayBeKeptOpen
    )
      throw new Error(`"${weakness.name}" is ${shown}, and ${story.key} is open.`);
    const isTicket = settings.stages.get(policyOf(weakness)) === 'ticket';
    const { opened } = this.knownOf(weakness);
    const { newIssueAfterDays } = settings.lifecycle;
    // A new one takes its place, as soon as one can be filed.
    const isFollowed = story.mayBeFollowed([opened], this.world.clock.now(), newIssueAfterDays);
    if (
      shown === 'open' &&
      isDone &&
      isTicket &&
      !isFollowed &&
      !story.mayStayClosed(settings.lifecycle.closedWhileFailing)
    )
      throw new Error(`"${weakness.name}" fails, and ${story.key} is closed.`);
    if (shown === 'open') story.mustBeReminded(settings.lifecycle.closedWhileFailing);
    const field = issue.custom[jira.store.appFieldId('finding-status')];
    if (field !== shown)
      throw new Error(`${story.key} says that "${weakness.name}" is ${field}, not ${shown}.`);
    story.mustKeepEdits(issue);
    if (shown !== 'open' || row === undefined) return;
    if (!story.isEdited('duedate') && issue.dueDate !== dueDateOf(row.due_at))
      throw new Error(`${story.key} is due ${issue.dueDate}, not ${dueDateOf(row.due_at)}.`);
    const priority = String(SEVERITIES.indexOf(settings.severityOf(weakness)) + 1);
    if (!story.isEdited('priority') && issue.priorityId !== priority)
      throw new Error(`${story.key} has the priority ${issue.priorityId}, not ${priority}.`);
  }

  #mustBeDue(weakness: Weakness, row: StoredFinding | undefined): void {
    const { opened } = this.knownOf(weakness);
    const account = ACCOUNTS.find(({ id }) => id === weakness.resource.accountId);
    if (opened === null || account === undefined) return;
    const allowed = slaMs(DEFAULT_SLA, account.tier, this.world.settings.severityOf(weakness));
    const { ms, late } = this.#pauseOf(weakness);
    const due = opened + allowed + ms;
    const later = (row?.due_at ?? 0) - due;
    if (later < -TOLERANCE || later > TOLERANCE + late)
      throw new Error(
        `"${weakness.name}" is due ${new Date(row?.due_at ?? 0).toISOString()}, not ${new Date(due).toISOString()}.`,
      );
  }

  #issuesOf(weakness: Weakness): IssueStory[] {
    return [...this.#issues.values()].filter((story) => story.weakness === weakness);
  }
}

function knownIn({ state, first_seen_at: firstSeen, opened_at: opened }: StoredFinding): Known {
  return { state, firstSeen, opened };
}
