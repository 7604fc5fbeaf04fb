import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import type { FindingsSummary } from '../../../src/contract/findings';
import { type Company, changeOnePercent, companyOf } from './company';

const HOUR_MS = 3_600_000;
const HOURLY_TRIGGER = 'hourly-scan';
/** AWS's own limits of a page hold in each service; this one is above them all. */
const ANY_PAGE = 100_000;
/** The benchmark runs faster than an hour: rates are worked out from the counts. */
const NO_RATES = { eventsPerMinute: 1e9, sqlDmlPerSecond: 1e9 };

/** What one hourly cycle cost. */
export interface CycleCost {
  wallSeconds: number;
  /** Of this process: the stand-ins for AWS, Jira and Forge are in it. */
  cpuSeconds: number;
  peakHeapBytes: number;
  longestInvocationMs: number;
  awsCalls: Record<string, number>;
  sqlStatements: number;
  sqlRowsWritten: number;
  sqlBytesWritten: number;
  sqlMilliseconds: number;
  events: number;
  invocations: number;
  jiraCalls: number;
  kvsCalls: number;
  /** Of scanning invocations, added up; with the latencies that were asked for. */
  scanMilliseconds: number;
  open: number;
  unknown: number;
  resolved: number;
}

export interface Latencies {
  awsMs: number;
  sqlMs: number;
}

const NO_LATENCY: Latencies = { awsMs: 0, sqlMs: 0 };

/** The first scan of the company, and the next hour's, when one in a hundred resources has changed. */
export async function measure(
  company: Company,
  {
    latencies = NO_LATENCY,
    workers = 4,
    sqlUrl,
  }: { latencies?: Latencies; workers?: number; sqlUrl?: string | undefined } = {},
): Promise<{ first: CycleCost; second: CycleCost }> {
  const { estate, setup } = companyOf(company);
  const scanned: number[] = [];
  const sandbox = await startSandbox({
    estate: { estate, setup },
    awsPageSize: ANY_PAGE,
    limits: NO_RATES,
    workers,
    sqlLatencyMs: latencies.sqlMs,
    sqlUrl,
    log: (line) => noteScan(line, scanned),
  });
  try {
    if (latencies.awsMs > 0) sandbox.aws?.faults.add({ fault: { kind: 'latency', ms: latencies.awsMs } });
    const first = await cycle(sandbox, scanned);
    changeOnePercent(estate, company);
    sandbox.clock.advance(HOUR_MS);
    return { first, second: await cycle(sandbox, scanned) };
  } finally {
    await sandbox.stop();
  }
}

function noteScan(line: string, scanned: number[]): void {
  const found = /"event":"work-item-scanned".*"milliseconds":(\d+)/.exec(line);
  if (found !== null) scanned.push(Number(found[1]));
  if (/"event":"failed"/.test(line)) process.stderr.write(`${line}\n`);
}

async function cycle(sandbox: Sandbox, scanned: number[]): Promise<CycleCost> {
  sandbox.host.resetCounters();
  sandbox.aws?.resetCalls();
  scanned.length = 0;
  const [began, cpu] = [Date.now(), process.cpuUsage()];
  await sandbox.host.runScheduledTrigger(HOURLY_TRIGGER);
  await sandbox.host.drainQueues({ skipDelays: true });
  const { user, system } = process.cpuUsage(cpu);
  const wallSeconds = (Date.now() - began) / 1000;
  const { sqlStatements, sqlRowsWritten, sqlBytesWritten, sqlMilliseconds, ...counters } = {
    ...sandbox.host.counters(),
  };
  const summary: FindingsSummary = await sandbox.pages.global('getSummary', {});
  return {
    wallSeconds,
    cpuSeconds: (user + system) / 1e6,
    peakHeapBytes: counters.peakHeapBytes,
    longestInvocationMs: counters.longestInvocationMs,
    awsCalls: sandbox.aws?.calls() ?? {},
    sqlStatements,
    sqlRowsWritten,
    sqlBytesWritten,
    sqlMilliseconds,
    events: counters.events,
    invocations: counters.invocations,
    jiraCalls: counters.jiraCalls,
    kvsCalls: counters.kvsCalls,
    scanMilliseconds: scanned.reduce((sum, each) => sum + each, 0),
    open: summary.open,
    unknown: summary.unknown,
    resolved: summary.resolvedLast30Days,
  };
}
