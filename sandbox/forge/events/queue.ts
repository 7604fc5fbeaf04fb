import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { json } from '../answer';
import type { Counters } from '../counters';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';
import {
  type Chain,
  type Delivery,
  type Job,
  pushSchema,
  type QueuedEvent,
  queueStateSchema,
} from './queued-event';

const HOUR_MS = 3_600_000;
const LONGEST_DELAY_SECONDS = 900;
/** How often drain() waits for an event that fails again and again before it leaves it to later. */
const FAILURES_WAITED_FOR = 3;
/** The sandbox's clock may be put forward, and may run faster than the timers of this process. */
const LONGEST_SLEEP_MS = 500;

/** Test seam: what the platform does now and then, done to every event. */
export interface EventDisturbance {
  /** Delivered once more after it was delivered well. */
  twice?: boolean;
  /** Of what is due, the newest comes first. */
  newestFirst?: boolean;
  /** Delivered so much later than it was asked for. */
  lateMs?: number;
}

interface Options {
  limits: PlatformLimits;
  counters: () => Counters;
  /** Queues that a consumer of the manifest reads. */
  queues: Set<string>;
  /** Those of them whose consumer may run longer than the default. */
  longQueues: Set<string>;
  deliver(event: QueuedEvent): Promise<Delivery>;
  now: () => number;
  /** Puts the sandbox's clock forward; without it, skipped delays only pass for the queues. */
  advanceClock?: ((milliseconds: number) => void) | undefined;
  file: string | null;
}

/** Which delays nobody waits for: none, those that the app pushed an event with, or those of repetitions too. */
export type SkippedDelays = 'none' | 'pushed' | 'all';

function isSkipped(waitedFor: readonly QueuedEvent[], skips: SkippedDelays): boolean {
  if (skips === 'pushed') return waitedFor.every(({ retryCount, failures }) => retryCount + failures === 0);
  return skips === 'all';
}

/**
 * Async events: taken in batches, delivered at least once and in no order, held back by delay and concurrency, and
 * delivered again until they succeed: when the consumer asks for it, throws, or is cut off. After the retention window
 * they are dropped. Delays go by the sandbox's clock.
 * Sources: https://developer.atlassian.com/platform/forge/runtime-reference/async-events-api/ and the changelog's
 * CHANGE-2642; the first delay of the backoff is not documented.
 */
export class EventQueue {
  readonly #options: Options;
  #waiting: QueuedEvent[] = [];
  readonly #running = new Set<QueuedEvent>();
  readonly #jobs = new Map<string, Job>();
  readonly #chains = new Map<string, Chain>();
  readonly #pushedAt: number[] = [];
  readonly #drains = new Set<{ skips: SkippedDelays; done: (left: number) => void }>();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #skippedMs = 0;

  disturbance: EventDisturbance = {};

  constructor(options: Options) {
    this.#options = options;
    const { file } = options;
    if (file === null || !existsSync(file)) return;
    const state = queueStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    this.#waiting = state.events;
    for (const [jobId, job] of Object.entries(state.jobs)) this.#jobs.set(jobId, job);
    for (const [id, chain] of Object.entries(state.chains)) this.#chains.set(id, chain);
    setImmediate(() => this.#pump());
  }

  /** Answers @forge/events: push, statistics and cancellation. `chain` is the invocation that it all began with. */
  handle(path: string, text: string, chain: string): PlainResponse {
    if (path.startsWith('/webhook/queue/publish/')) return this.#push(text, chain);
    const { jobId } = z.object({ jobId: z.string() }).parse(JSON.parse(text));
    const job = this.#jobs.get(jobId);
    if (job === undefined) return json(404, { message: 'There is no such job.' });
    if (path.startsWith('/webhook/queue/stats/')) {
      return json(200, { success: job.success, inProgress: job.inProgress, failed: job.failed });
    }
    const cancelled = this.#waiting.filter((event) => event.jobId === jobId);
    this.#waiting = this.#waiting.filter((event) => event.jobId !== jobId);
    job.inProgress -= cancelled.length;
    this.#changed();
    return json(204);
  }

  /**
   * Resolves when nothing runs and nothing waits, but for events that failed three times in a row: those wait for their
   * next delivery, and their number is returned. The clock is put forward whenever all that is left are such delays.
   */
  drain(skips: SkippedDelays): Promise<number> {
    return new Promise((done) => {
      this.#drains.add({ skips, done });
      this.#changed();
    });
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#save();
  }

  #now(): number {
    return this.#options.now() + this.#skippedMs;
  }

  #push(text: string, chainId: string): PlainResponse {
    const push = pushSchema.safeParse(JSON.parse(text));
    if (!push.success) return json(400, { code: 400, message: z.prettifyError(push.error) });
    const { queueName, jobId, payload } = push.data;
    const refused = this.#refusal(queueName, payload, chainId);
    if (refused !== null) return refused;

    const now = this.#now();
    this.#chains.set(chainId, { pushes: (this.#chains.get(chainId)?.pushes ?? 0) + 1, lastPushAt: now });
    this.#pushedAt.push(...payload.map(() => Date.now()));
    const counters = this.#options.counters();
    counters.queuePushes += 1;
    counters.events += payload.length;
    if (this.disturbance.lateMs) counters.disturbedEvents.late += payload.length;
    this.#jobs.set(jobId, { queueName, pushedAt: now, success: 0, inProgress: payload.length, failed: 0 });
    for (const event of payload) {
      this.#waiting.push({
        ...event,
        queueName,
        jobId,
        eventId: randomUUID(),
        chain: chainId,
        pushedAt: now,
        dueAt: now + (event.delayInSeconds ?? 0) * 1000 + (this.disturbance.lateMs ?? 0),
        retryCount: 0,
        failures: 0,
        retry: null,
        isDuplicate: false,
      });
    }
    this.#save();
    setImmediate(() => this.#pump());
    return json(201, {});
  }

  #refusal(queueName: string, payload: { body: object }[], chainId: string): PlainResponse | null {
    const { limits, queues, longQueues } = this.#options;
    if (!queues.has(queueName)) {
      return json(400, { code: 400, message: `No consumer of manifest.yml reads the queue ${queueName}.` });
    }
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    if (payload.length > limits.eventsPerPush || bytes > limits.bytesPerPush) {
      return json(413, {
        errorMessage: `A push takes ${limits.eventsPerPush} events and ${limits.bytesPerPush} bytes; this has ${payload.length} and ${bytes}.`,
      });
    }
    const largest = Math.max(...payload.map((event) => Buffer.byteLength(JSON.stringify(event))));
    if (longQueues.has(queueName) && largest > limits.bytesPerLongEvent) {
      return json(413, {
        errorMessage: `The consumer of ${queueName} runs for more than 55 seconds: an event for it takes ${limits.bytesPerLongEvent} bytes, not ${largest}.`,
      });
    }
    const aMinuteAgo = Date.now() - 60_000;
    while (this.#pushedAt[0] !== undefined && this.#pushedAt[0] <= aMinuteAgo) this.#pushedAt.shift();
    if (this.#pushedAt.length + payload.length > limits.eventsPerMinute) {
      return json(429, { message: `More than ${limits.eventsPerMinute} events a minute.` });
    }
    if ((this.#chains.get(chainId)?.pushes ?? 0) >= limits.pushesPerChain) {
      return json(405, { message: `More than ${limits.pushesPerChain} pushes in one chain of invocations.` });
    }
    return null;
  }

  #mayRun({ concurrency }: QueuedEvent): boolean {
    return concurrency === undefined || this.#runningOf(concurrency.key) < concurrency.limit;
  }

  #runningOf(key: string): number {
    return [...this.#running].filter(({ concurrency }) => concurrency?.key === key).length;
  }

  #countAtOnce({ concurrency }: QueuedEvent): void {
    if (concurrency === undefined) return;
    const { eventsAtOnce } = this.#options.counters();
    const { key } = concurrency;
    eventsAtOnce[key] = Math.max(eventsAtOnce[key] ?? 0, this.#runningOf(key));
  }

  #pump(): void {
    if (this.#stopped) return;
    const now = this.#now();
    for (const event of this.disturbance.newestFirst ? this.#waiting.toReversed() : [...this.#waiting]) {
      if (event.dueAt > now || !this.#mayRun(event)) continue;
      const place = this.#waiting.indexOf(event);
      const older = this.disturbance.newestFirst ? this.#waiting.slice(0, place) : [];
      if (older.some(({ dueAt }) => dueAt <= now)) this.#options.counters().disturbedEvents.outOfOrder += 1;
      this.#waiting.splice(place, 1);
      this.#running.add(event);
      this.#countAtOnce(event);
      void this.#deliver(event);
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    const delayed = this.#waiting.map((event) => event.dueAt - now).filter((delay) => delay > 0);
    if (delayed.length === 0) return;
    const sleep = Math.min(LONGEST_SLEEP_MS, Math.max(5, Math.min(...delayed)));
    // A drain is waited for; without one, delayed events are no reason to keep the process alive.
    this.#timer = setTimeout(() => this.#changed(), sleep);
    if (this.#drains.size === 0) this.#timer.unref();
  }

  async #deliver(event: QueuedEvent): Promise<void> {
    const delivery = await this.#options.deliver(event);
    this.#running.delete(event);
    this.#settle(event, delivery);
    this.#save();
    this.#changed();
  }

  #settle(event: QueuedEvent, delivery: Delivery): void {
    if (this.#stopped && delivery.kind !== 'done') {
      this.#waiting.push(event);
      return;
    }
    const again = delivery.kind === 'done' ? this.#duplicate(event) : this.#repeated(event, delivery);
    if (again !== null) this.#waiting.push(again);
    const job = this.#jobs.get(event.jobId);
    if (job === undefined || event.isDuplicate || (again !== null && delivery.kind !== 'done')) return;
    job.inProgress -= 1;
    if (delivery.kind === 'done') job.success += 1;
    else job.failed += 1;
  }

  #duplicate(event: QueuedEvent): QueuedEvent | null {
    if (!this.disturbance.twice || event.isDuplicate) return null;
    this.#options.counters().disturbedEvents.twice += 1;
    return { ...event, isDuplicate: true };
  }

  /** The event as it is delivered next, null when its retention window ends before. */
  #repeated(event: QueuedEvent, delivery: Exclude<Delivery, { kind: 'done' }>): QueuedEvent | null {
    const isRequested = delivery.kind === 'retry-requested';
    const failures = isRequested ? 0 : event.failures + 1;
    const seconds = isRequested ? delivery.afterSeconds : 2 ** (failures - 1);
    const dueAt = this.#now() + Math.min(LONGEST_DELAY_SECONDS, seconds) * 1000;
    if (dueAt > event.pushedAt + this.#options.limits.retentionHours * HOUR_MS) return null;
    return {
      ...event,
      dueAt,
      failures,
      retryCount: event.retryCount + (delivery.kind === 'platform-failed' ? 0 : 1),
      retry: { reason: delivery.reason, data: isRequested ? delivery.data : (event.retry?.data ?? null) },
    };
  }

  /** Delivers what is due, and lets go of those who wait for the queues to be empty. */
  #changed(): void {
    this.#pump();
    if (this.#stopped || this.#running.size > 0) return;
    const waitedFor = this.#waiting.filter((event) => event.failures < FAILURES_WAITED_FOR);
    if (waitedFor.length === 0) {
      for (const { done } of this.#drains) done(this.#waiting.length);
      this.#drains.clear();
      return;
    }
    if (![...this.#drains].some(({ skips }) => isSkipped(waitedFor, skips))) return;
    const delay = Math.min(...waitedFor.map((event) => event.dueAt)) - this.#now();
    if (delay <= 0) return;
    if (this.#options.advanceClock === undefined) this.#skippedMs += delay;
    else this.#options.advanceClock(delay);
    setImmediate(() => this.#changed());
  }

  #save(): void {
    const { file, limits } = this.#options;
    const oldest = this.#now() - limits.retentionHours * HOUR_MS;
    for (const [jobId, job] of this.#jobs) {
      if (job.pushedAt < oldest && job.inProgress <= 0) this.#jobs.delete(jobId);
    }
    for (const [id, chain] of this.#chains) if (chain.lastPushAt < oldest) this.#chains.delete(id);
    if (file === null) return;
    const state = {
      events: [...this.#running, ...this.#waiting],
      jobs: Object.fromEntries(this.#jobs),
      chains: Object.fromEntries(this.#chains),
    };
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  }
}
