import { z } from 'zod';

export const pushedEventSchema = z.object({
  body: z.record(z.string(), z.unknown()),
  delayInSeconds: z.number().min(0).max(900).optional(),
  concurrency: z.object({ key: z.string(), limit: z.number().int().min(1) }).optional(),
});

export const pushSchema = z.object({
  queueName: z.string(),
  jobId: z.string(),
  payload: z.array(pushedEventSchema).min(1),
});

/** An event on its way. Times are milliseconds since 1970 by the sandbox's clock. */
export const queuedEventSchema = pushedEventSchema.extend({
  queueName: z.string(),
  jobId: z.string(),
  eventId: z.string(),
  /** The invocation that everything began with, for the limit on pushes by one chain. */
  chain: z.string(),
  pushedAt: z.number(),
  dueAt: z.number(),
  /** How often the app asked for it again or failed on it; what the platform itself broke is not counted. */
  retryCount: z.number(),
  /** Deliveries in a row that failed without the app asking for another. */
  failures: z.number(),
  retry: z.object({ reason: z.string(), data: z.unknown() }).nullable(),
  /** A second delivery of an event that was delivered well. */
  isDuplicate: z.boolean(),
});
export type QueuedEvent = z.infer<typeof queuedEventSchema>;

const jobSchema = z.object({
  queueName: z.string(),
  pushedAt: z.number(),
  success: z.number(),
  inProgress: z.number(),
  failed: z.number(),
});
export type Job = z.infer<typeof jobSchema>;

const chainSchema = z.object({ pushes: z.number(), lastPushAt: z.number() });
export type Chain = z.infer<typeof chainSchema>;

export const queueStateSchema = z.object({
  events: z.array(queuedEventSchema),
  jobs: z.record(z.string(), jobSchema),
  chains: z.record(z.string(), chainSchema),
});
export type QueueState = z.infer<typeof queueStateSchema>;

/** What became of a delivery. */
export type Delivery =
  | { kind: 'done' }
  /** The consumer returned an InvocationError. */
  | { kind: 'retry-requested'; afterSeconds: number; reason: string; data: unknown }
  /** The consumer threw, ran out of time or out of memory. */
  | { kind: 'app-failed'; reason: string }
  /** The platform broke the invocation off. */
  | { kind: 'platform-failed'; reason: string };
