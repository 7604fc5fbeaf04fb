import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { json } from '../answer';
import type { Counters } from '../counters';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';

const eventSchema = z.object({
  body: z.record(z.string(), z.unknown()),
  delayInSeconds: z.number().min(0).max(900).optional(),
  concurrency: z.object({ key: z.string(), limit: z.number().int().min(1) }).optional(),
});
const pushSchema = z.object({ queueName: z.string(), jobId: z.string(), payload: z.array(eventSchema) });
const jobSchema = z.object({ queueName: z.string(), jobId: z.string() });

const queuedSchema = eventSchema.extend({
  queueName: z.string(),
  jobId: z.string(),
  eventId: z.string(),
  /** By the real clock, milliseconds since 1970. */
  dueAt: z.number(),
  firstPushedAt: z.number(),
  requestedRetries: z.number(),
  platformRetries: z.number(),
  retry: z.object({ reason: z.string(), data: z.unknown() }).nullable(),
});
export type QueuedEvent = z.infer<typeof queuedSchema>;

/** What became of a delivery. */
export type Delivery =
  | { kind: 'done' }
  | { kind: 'failed' }
  /** The consumer returned an InvocationError. */
  | { kind: 'retry-requested'; afterSeconds: number; reason: string; data: unknown }
  /** The platform cut the invocation off. */
  | { kind: 'cut-off'; reason: string };

interface Options {
  limits: PlatformLimits;
  counters: () => Counters;
  /** Queues that a consumer of the manifest reads. */
  queues: Set<string>;
  deliver(event: QueuedEvent): Promise<Delivery>;
  file: string | null;
}

interface JobStats {
  success: number;
  inProgress: number;
  failed: number;
}

/**
 * Async events: taken in batches, delivered at least once and in no order, held back by delay and concurrency, repeated
 * when the consumer asks for it or was cut off. A thrown error is not repeated.
 * Source: https://developer.atlassian.com/platform/forge/runtime-reference/async-events-api/
 */
export class EventQueue {
  readonly #options: Options;
  readonly #waiting: QueuedEvent[] = [];
  readonly #running = new Map<string, QueuedEvent>();
  readonly #jobs = new Map<string, JobStats>();
  readonly #pushedAt: number[] = [];
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #quiet: (() => void)[] = [];
  #skipDelays = false;

  constructor(options: Options) {
    this.#options = options;
    const { file } = options;
    if (file === null || !existsSync(file)) return;
    this.#waiting.push(...z.array(queuedSchema).parse(JSON.parse(readFileSync(file, 'utf8'))));
    queueMicrotask(() => this.#pump());
  }

  handle(path: string, text: string): PlainResponse {
    if (path.startsWith('/webhook/queue/publish/')) return this.#push(text);
    const { jobId } = jobSchema.parse(JSON.parse(text));
    const job = this.#jobs.get(jobId);
    if (job === undefined) return json(404, { message: 'There is no such job.' });
    if (path.startsWith('/webhook/queue/stats/')) return json(200, job);
    for (const event of this.#waiting.filter((candidate) => candidate.jobId === jobId)) {
      this.#waiting.splice(this.#waiting.indexOf(event), 1);
      job.inProgress -= 1;
    }
    this.#settled();
    return json(204);
  }

  /** Resolves when nothing waits and nothing runs. `skipDelays` brings what is delayed forward. */
  drain(skipDelays: boolean): Promise<void> {
    this.#skipDelays = skipDelays;
    return new Promise((resolve) => {
      this.#quiet.push(resolve);
      this.#pump();
      this.#settled();
    });
  }

  get depth(): number {
    return this.#waiting.length + this.#running.size;
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#save();
  }

  #push(text: string): PlainResponse {
    const { limits, counters, queues } = this.#options;
    const { queueName, jobId, payload } = pushSchema.parse(JSON.parse(text));
    if (!queues.has(queueName)) {
      return json(400, { code: 400, message: `No consumer of manifest.yml reads the queue ${queueName}.` });
    }
    if (
      payload.length > limits.eventsPerPush ||
      Buffer.byteLength(JSON.stringify(payload)) > limits.bytesPerPush
    ) {
      return json(413, {
        errorMessage: `A push takes ${limits.eventsPerPush} events and ${limits.bytesPerPush} bytes.`,
      });
    }
    if (payload.some((event) => Buffer.byteLength(JSON.stringify(event.body)) > limits.bytesPerLongEvent)) {
      return json(413, { errorMessage: `An event takes ${limits.bytesPerLongEvent} bytes.` });
    }
    const now = Date.now();
    while (this.#pushedAt[0] !== undefined && this.#pushedAt[0] <= now - 60_000) this.#pushedAt.shift();
    if (this.#pushedAt.length + payload.length > limits.eventsPerMinute)
      return json(429, { message: 'Rate limited' });
    this.#pushedAt.push(...payload.map(() => now));
    counters().queuePushes += 1;
    counters().events += payload.length;
    this.#jobs.set(jobId, { success: 0, inProgress: payload.length, failed: 0 });
    for (const event of payload) {
      this.#waiting.push({
        ...event,
        queueName,
        jobId,
        eventId: randomUUID(),
        dueAt: now + (event.delayInSeconds ?? 0) * 1000,
        firstPushedAt: now,
        requestedRetries: 0,
        platformRetries: 0,
        retry: null,
      });
    }
    this.#save();
    setImmediate(() => this.#pump());
    return json(201, {});
  }

  #mayRun(event: QueuedEvent): boolean {
    const { concurrency } = event;
    if (concurrency === undefined) return true;
    const alike = [...this.#running.values()].filter(
      (running) => running.concurrency?.key === concurrency.key,
    );
    return alike.length < concurrency.limit;
  }

  #pump(): void {
    if (this.#stopped) return;
    const now = Date.now();
    for (const event of [...this.#waiting]) {
      if ((event.dueAt > now && !this.#skipDelays) || !this.#mayRun(event)) continue;
      this.#waiting.splice(this.#waiting.indexOf(event), 1);
      this.#running.set(event.eventId, event);
      void this.#deliver(event);
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    const next = Math.min(...this.#waiting.map((event) => event.dueAt));
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#pump(), Math.max(20, next - now)).unref();
  }

  async #deliver(event: QueuedEvent): Promise<void> {
    const delivery = await this.#options.deliver(event);
    this.#running.delete(event.eventId);
    const again = this.#repeated(event, delivery);
    const job = this.#jobs.get(event.jobId);
    if (again !== null) {
      this.#waiting.push(again);
    } else if (job !== undefined) {
      job.inProgress -= 1;
      if (delivery.kind === 'done') job.success += 1;
      else job.failed += 1;
    }
    this.#save();
    this.#pump();
    this.#settled();
  }

  #repeated(event: QueuedEvent, delivery: Delivery): QueuedEvent | null {
    const { limits } = this.#options;
    if (this.#stopped && delivery.kind === 'cut-off') return event;
    if (delivery.kind === 'retry-requested' && event.requestedRetries < limits.requestedRetries) {
      return {
        ...event,
        dueAt: Date.now() + Math.min(900, delivery.afterSeconds) * 1000,
        requestedRetries: event.requestedRetries + 1,
        retry: { reason: delivery.reason, data: delivery.data },
      };
    }
    if (delivery.kind === 'cut-off' && event.platformRetries < limits.platformRetries) {
      return {
        ...event,
        dueAt: Date.now() + 1000 * 2 ** event.platformRetries,
        platformRetries: event.platformRetries + 1,
        retry: { reason: delivery.reason, data: event.retry?.data ?? null },
      };
    }
    return null;
  }

  #settled(): void {
    if (this.depth > 0) return;
    const quiet = this.#quiet;
    this.#quiet = [];
    for (const resolve of quiet) resolve();
  }

  #save(): void {
    const { file } = this.#options;
    if (file === null) return;
    writeFileSync(`${file}.new`, JSON.stringify([...this.#running.values(), ...this.#waiting]));
    renameSync(`${file}.new`, file);
  }
}
