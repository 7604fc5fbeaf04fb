/** What running the app cost, since the host started or `reset`. */
export interface Counters {
  sqlStatements: number;
  sqlRowsWritten: number;
  sqlRowsWrittenByTable: Record<string, number>;
  /** Of the answers. */
  sqlBytes: number;
  /**
   * Of the parameters of statements that write, as JSON: what they look for is in it too. INSERT ... SELECT has its values in no
   * parameter: there it is rows by what a row of the table holds on average.
   */
  sqlBytesWritten: number;
  sqlBytesWrittenByTable: Record<string, number>;
  sqlMilliseconds: number;
  /** The most statements within any one second. */
  sqlStatementsInASecond: number;
  jiraCalls: number;
  jiraCallsByRoute: Record<string, number>;
  kvsCalls: number;
  /** As the limits count them: one for every 10 KB that is read or written. */
  kvsReads: number;
  kvsWrites: number;
  queuePushes: number;
  events: number;
  /** The most events of each key of concurrency that were worked on at once. */
  eventsAtOnce: Record<string, number>;
  invocations: number;
  longestInvocationMs: number;
  /** The most that an invocation's heap held, as far as was looked: ten times a second. */
  peakHeapBytes: number;
  externalRequests: number;
  /** Of each invocation that has ended, in that order: what it asked of Forge, Jira and AWS, and how long it took. */
  callsOfInvocations: { functionKey: string; calls: number; milliseconds: number }[];
  /** Invocations that did not come to their end. */
  cutOffs: number;
  /** Statements that a test had refused, or whose answer it had lost. */
  sqlFaults: number;
  /** Events that a test had delivered otherwise than at once, once and in their order. */
  disturbedEvents: { late: number; twice: number; outOfOrder: number };
  /** The most that one invocation sent. */
  externalRequestsOfAnInvocation: number;
}

export function noCounts(): Counters {
  return {
    sqlStatements: 0,
    sqlRowsWritten: 0,
    sqlRowsWrittenByTable: {},
    sqlBytes: 0,
    sqlBytesWritten: 0,
    sqlBytesWrittenByTable: {},
    sqlMilliseconds: 0,
    sqlStatementsInASecond: 0,
    jiraCalls: 0,
    jiraCallsByRoute: {},
    kvsCalls: 0,
    kvsReads: 0,
    kvsWrites: 0,
    queuePushes: 0,
    events: 0,
    eventsAtOnce: {},
    invocations: 0,
    longestInvocationMs: 0,
    peakHeapBytes: 0,
    externalRequests: 0,
    callsOfInvocations: [],
    cutOffs: 0,
    sqlFaults: 0,
    disturbedEvents: { late: 0, twice: 0, outOfOrder: 0 },
    externalRequestsOfAnInvocation: 0,
  };
}

/** A Jira call by its shape: ids and keys are replaced, so that calls of one kind add up. */
export function jiraRoute(method: string, path: string): string {
  const [bare = path] = path.split('?');
  const shape = bare
    .replace(/\/rest\/api\/3/, '')
    .replace(/\/(\d+|[A-Z][A-Z0-9_]+-\d+|customfield_\d+)(?=\/|$)/g, '/{id}');
  return `${method} ${shape}`;
}
