import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import type { FindingsSummary } from '../../../src/contract/findings';
import { type Company, changeOnePercent, companyOf } from './company';
import { bytesOfRows, type StoredSize, storedSize } from './stored-size';

const HOUR_MS = 3_600_000;
const HOURLY_TRIGGER = 'hourly-scan';
/** What the product calls the function that scans, and all of its scans in the queue. */
const SCANS = { functionKey: 'scan-work-item', concurrencyKey: 'scans' };
/** AWS's own limits of a page hold in each service; this one is above them all. */
const ANY_PAGE = 100_000;
/**
 * What an invocation's old objects may take. With the young ones and what is outside of both it stays below half of what Forge
 * gives; with all of that, the heap would hold garbage that nobody had a reason to collect, and its peak would say nothing.
 */
const MEMORY_MB = 192;
/** The benchmark runs faster than an hour: rates are worked out from the counts. */
const NO_RATES = { eventsPerMinute: 1e9, sqlDmlPerSecond: 1e9 };

/** What one hourly cycle cost. */
export interface CycleCost {
  wallSeconds: number;
  /** Of this process: the stand-ins for AWS, Jira and Forge are in it. */
  cpuSeconds: number;
  peakHeapBytes: number;
  longestInvocationMs: number;
  /** Invocations that did not come to their end: they ran out of memory or time. */
  cutOffs: number;
  awsCalls: Record<string, number>;
  /** The same by the region that was asked. */
  awsCallsByRegion: Record<string, Record<string, number>>;
  /** The most requests to AWS of one invocation. */
  requestsOfAnInvocation: number;
  sqlStatements: number;
  sqlStatementsInASecond: number;
  sqlRowsWritten: Record<string, number>;
  sqlBytesWritten: number;
  sqlBytesWrittenByTable: Record<string, number>;
  sqlMilliseconds: number;
  events: number;
  pushes: number;
  invocations: number;
  jiraCalls: Record<string, number>;
  kvsReads: number;
  kvsWrites: number;
  /**
   * How long the invocations that scan took, added up; with the latencies that were asked for. All that they do is in it: finding
   * regions, assuming the role, reading, storing and counting.
   */
  scanMilliseconds: number;
  /** The most of those at once. */
  scansAtOnce: number;
  open: number;
  unknown: number;
  resolved: number;
}

export interface Cycles {
  first: CycleCost;
  second: CycleCost;
  /** How much is stored after both; null where the engine does not say. */
  stored: (StoredSize & { bytesOfARow: Record<string, number> }) | null;
}

/** Of one call of each, in milliseconds. */
export interface Latencies {
  aws: number;
  sql: number;
  jira: number;
}

const NO_LATENCY: Latencies = { aws: 0, sql: 0, jira: 0 };

interface Options {
  latencies?: Latencies;
  workers?: number;
  /** Forge SQL on that server, in an empty database; the embedded engine without it. */
  sqlUrl?: string | undefined;
  /** Of which tables to measure what a row takes there in the end; of all when left out. */
  sizesOf?: readonly string[];
  /** Told now and then how far it is. */
  progress?: (text: string) => void;
}

/** The first scan of the company, and the next hour's, when one in a hundred resources has changed. */
export async function measure(company: Company, options: Options = {}): Promise<Cycles> {
  const { latencies = NO_LATENCY, workers = 4, sqlUrl, sizesOf, progress = () => undefined } = options;
  const { estate, setup } = companyOf(company);
  const sandbox = await startSandbox({
    estate: { estate, setup },
    awsPageSize: ANY_PAGE,
    limits: NO_RATES,
    workers,
    memoryMB: MEMORY_MB,
    sqlLatencyMs: latencies.sql,
    sqlUrl,
    log: (line) => {
      if (/"event":"failed"|was cut off/.test(line)) progress(line);
    },
  });
  try {
    if (latencies.aws > 0) sandbox.aws?.faults.add({ fault: { kind: 'latency', ms: latencies.aws } });
    if (latencies.jira > 0)
      sandbox.jira.faults.add({ effect: { kind: 'delay', milliseconds: latencies.jira }, appOnly: true });
    const first = await cycle(sandbox);
    progress(`first hour: ${JSON.stringify(first)}`);
    changeOnePercent(estate, company);
    sandbox.clock.advance(HOUR_MS);
    const second = await cycle(sandbox);
    progress(`second hour: ${JSON.stringify(second)}`);
    const stored =
      sqlUrl === undefined
        ? null
        : { ...(await storedSize(sqlUrl)), bytesOfARow: await bytesOfRows(sqlUrl, sizesOf) };
    return { first, second, stored };
  } finally {
    await sandbox.stop();
  }
}

async function cycle(sandbox: Sandbox): Promise<CycleCost> {
  // What was sent before is not to be counted into the cycle's busiest second.
  await sleep(1_000);
  sandbox.host.resetCounters();
  sandbox.aws?.resetCalls();
  const [began, cpu] = [Date.now(), process.cpuUsage()];
  await sandbox.host.runScheduledTrigger(HOURLY_TRIGGER);
  await sandbox.host.drainQueues({ skipDelays: true });
  const { user, system } = process.cpuUsage(cpu);
  const wallSeconds = (Date.now() - began) / 1000;
  const counters = { ...sandbox.host.counters() };
  const summary: FindingsSummary = await sandbox.pages.global('getSummary', {});
  return {
    wallSeconds,
    cpuSeconds: (user + system) / 1e6,
    peakHeapBytes: counters.peakHeapBytes,
    longestInvocationMs: counters.longestInvocationMs,
    cutOffs: counters.cutOffs,
    awsCalls: sandbox.aws?.calls() ?? {},
    awsCallsByRegion: sandbox.aws?.callsByRegion() ?? {},
    requestsOfAnInvocation: counters.externalRequestsOfAnInvocation,
    sqlStatements: counters.sqlStatements,
    sqlStatementsInASecond: counters.sqlStatementsInASecond,
    sqlRowsWritten: counters.sqlRowsWrittenByTable,
    sqlBytesWritten: counters.sqlBytesWritten,
    sqlBytesWrittenByTable: counters.sqlBytesWrittenByTable,
    sqlMilliseconds: counters.sqlMilliseconds,
    events: counters.events,
    pushes: counters.queuePushes,
    invocations: counters.invocations,
    jiraCalls: counters.jiraCallsByRoute,
    kvsReads: counters.kvsReads,
    kvsWrites: counters.kvsWrites,
    scanMilliseconds: counters.callsOfInvocations
      .filter(({ functionKey }) => functionKey === SCANS.functionKey)
      .reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    scansAtOnce: counters.eventsAtOnce[SCANS.concurrencyKey] ?? 0,
    open: summary.open,
    unknown: summary.unknown,
    resolved: summary.resolvedLast30Days,
  };
}

/** What counts of several kinds come to. */
export const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
