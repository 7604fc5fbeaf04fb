import { cpus } from 'node:os';
import { SCANS_AT_ONCE } from '../../../src/queue/queues';
import { bytesOf, type Holding, type Resolved } from './a-year';
import { type Bar, bytesOfAFinding, bytesWrittenAgain, rowsOfFindings, share } from './bars';
import { type Company, regionsOf } from './company';
import { type CycleCost, type Cycles, sumOf } from './measure';
import type { PlannedHour } from './planned-hour';
import { bindingOf, type Crowd, type Exponents, LATENCY, LIMITS, type Use } from './quotas';

/** A number of accounts, and what an hour of them comes to. */
export interface Forecast {
  accounts: number;
  planned: PlannedHour;
  /** The hour in which all of them are scanned for the first time. */
  plannedFirst: PlannedHour;
  uses: Use[];
}

export interface Report {
  company: Company;
  engine: string;
  cycles: Cycles;
  latent: { accounts: number; second: CycleCost };
  crowd: Crowd;
  /** All that so many accounts store after a year. */
  stored: { accounts: number; holdings: Holding[]; resolved: Resolved };
  exponents: Record<string, Exponents>;
  /** The sizes that they are fitted to, in resources of a region. */
  sizes: number[];
  forecasts: Forecast[];
  bars: Bar[];
}

const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const table = (head: string[], rows: string[][]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** For people; good Markdown too. Figures that are times are marked: those depend on the machine. */
export function format(report: Report): string {
  const { company, cycles, bars } = report;
  return `${company.accounts} accounts x ${company.regions} regions x ${company.resources} resources in each region; ${machine(report)}.

${table(
  ['bar', 'measured', ''],
  bars.map(({ what, measured, met }) => [what, measured, met ? 'met' : '**missed**']),
)}

## What two hours cost

${costs(report)}

The second scan wrote ${share(rowsOfFindings(cycles.second.sqlRowsWritten) / rowsOfFindings(cycles.first.sqlRowsWritten))} of the first one's rows of findings and ${share(bytesWrittenAgain(cycles))} of all its bytes. Of the rows of
all tables it is ${share(sumOf(cycles.second.sqlRowsWritten) / sumOf(cycles.first.sqlRowsWritten))}, because a run keeps some of itself (a work item added, leased and ended, when a scope was
read, counts of kinds that changed): ${otherRowsPerScope(report)} rows a scope and hour, however many findings there are. Rows of the second scan by table: ${byNumber(cycles.second.sqlRowsWritten)}.

Bytes written are those of the values that are sent, as JSON; what is counted within the database (INSERT ... SELECT) is its rows by
what a row of that table has on average. Bytes of the second scan by table: ${byNumber(rounded(cycles.second.sqlBytesWrittenByTable))}.

${stored(cycles)}

## AWS calls of the second hour, by operation

${awsCalls(report)}

## What is kept besides

Calls of Jira in the second hour: ${byNumber(cycles.second.jiraCalls) || 'none'}.

Exponents of a fit over ${report.sizes.map(number).join(', ')} resources a region (1 is linear, less where a part is fixed): ${Object.entries(
    report.exponents,
  )
    .map(
      ([cost, { fitted, last }]) =>
        `${cost} ${fitted.toFixed(2)} (${last.toFixed(2)} between the two largest)`,
    )
    .join(', ')}.

## What 500 accounts store after a year

${afterAYear(report)}

## What of the quotas an hour takes

${quotas(report)}

Nearest to its quota: ${report.forecasts.map(({ accounts, uses }) => nearest(accounts, uses)).join('; ')}.

The busiest second was counted with ${report.crowd.accounts} new accounts, which start at once and of which ${report.crowd.scansAtOnce} were scanned at once at the most (the product allows
${SCANS_AT_ONCE}); it had ${report.crowd.statementsInASecond} statements.

${planning(report)}
`;
}

function machine({ engine }: Report): string {
  const [cpu] = cpus();
  return `${cpus().length} cores${cpu === undefined ? '' : ` (${cpu.model.trim()})`}, Node ${process.versions.node}, ${engine}, ${new Date().toISOString().slice(0, 10)}`;
}

function costs({ company, cycles: { first, second } }: Report): string {
  const { accounts, regions } = company;
  const scopes = accounts * (regions + 1);
  const row = (name: string, read: (cost: CycleCost) => string): string[] => [
    name,
    read(first),
    read(second),
  ];
  return table(
    ['', 'first scan', 'second, 1 % changed'],
    [
      row('wall seconds (time)', ({ wallSeconds }) => number(wallSeconds)),
      row('CPU seconds, stand-ins included (time)', ({ cpuSeconds }) => number(cpuSeconds)),
      row(
        'peak heap of an invocation (limit 512 MB)',
        ({ peakHeapBytes }) => `${number(peakHeapBytes / 1e6)} MB`,
      ),
      row('invocations', ({ invocations }) => number(invocations)),
      row('invocations that were cut off', ({ cutOffs }) => number(cutOffs)),
      row(
        'longest invocation (time)',
        ({ longestInvocationMs }) => `${(longestInvocationMs / 1000).toFixed(1)} s`,
      ),
      row('queue events', ({ events }) => number(events)),
      row('pushes of events', ({ pushes }) => number(pushes)),
      row('AWS calls', ({ awsCalls }) => number(sumOf(awsCalls))),
      row('AWS calls per account and scope', ({ awsCalls }) => (sumOf(awsCalls) / scopes).toFixed(1)),
      row('most requests of an invocation (limit 1,500)', ({ requestsOfAnInvocation }) =>
        number(requestsOfAnInvocation),
      ),
      row('SQL statements', ({ sqlStatements }) => number(sqlStatements)),
      row('SQL statements per account', ({ sqlStatements }) => (sqlStatements / accounts).toFixed(1)),
      row('SQL seconds, as the engine here took it (time)', ({ sqlMilliseconds }) =>
        (sqlMilliseconds / 1000).toFixed(1),
      ),
      row('rows written', ({ sqlRowsWritten }) => number(sumOf(sqlRowsWritten))),
      row('rows written of findings', ({ sqlRowsWritten }) => number(rowsOfFindings(sqlRowsWritten))),
      row('bytes written', ({ sqlBytesWritten }) => number(sqlBytesWritten)),
      row(
        'KVS reads and writes',
        ({ kvsReads, kvsWrites }) => `${number(kvsReads)} and ${number(kvsWrites)}`,
      ),
      row('Jira calls', ({ jiraCalls }) => number(sumOf(jiraCalls))),
      row('open findings', ({ open }) => number(open)),
      row('unknown findings', ({ unknown }) => number(unknown)),
    ],
  );
}

function otherRowsPerScope({ company, cycles: { second } }: Report): string {
  const rows = sumOf(second.sqlRowsWritten) - rowsOfFindings(second.sqlRowsWritten);
  return (rows / company.accounts / (company.regions + 1)).toFixed(1);
}

function stored(cycles: Cycles): string {
  const each = Math.round(bytesOfAFinding(cycles));
  if (cycles.stored === null)
    return `A finding was written with ${each} bytes; the embedded engine does not say what it stores.`;
  const { findings, findingsBytes, bytes } = cycles.stored;
  return `${number(findings)} findings are stored in ${number(findingsBytes)} bytes with their index entries, ${each} each; all tables take ${number(bytes)}.`;
}

const rounded = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Math.round(count)]));

/**
 * All regions of the benchmark hold the same, and what is asked about the account as a whole is asked in one of them: what each but the
 * first was asked is regional.
 */
function awsCalls({ company, cycles: { second } }: Report): string {
  const { accounts, regions } = company;
  const [, ...others] = regionsOf(company);
  const rows = Object.entries(second.awsCalls)
    .sort(([, a], [, b]) => b - a)
    .map(([operation, calls]) => {
      const asked = others.map((region) => second.awsCallsByRegion[region]?.[operation] ?? 0);
      const regional = asked.length === 0 ? 0 : Math.min(...asked) / accounts;
      return { operation, regional, global: calls / accounts - regional * regions };
    });
  const perRegion = rows.reduce((sum, { regional }) => sum + regional, 0);
  const perAccount = rows.reduce((sum, { global }) => sum + global, 0);
  const figures = table(
    ['operation', 'per account and region', 'per account, once'],
    [
      ['all', some(perRegion), some(perAccount)],
      ...rows.map(({ operation, regional, global }) => [operation, some(regional), some(global)]),
    ],
  );
  return regions === 1
    ? `With one region nothing tells what is asked in it from what is asked once: all is in the second column.\n\n${figures}`
    : figures;
}

const some = (calls: number): string =>
  Math.abs(calls) < 0.005 ? '-' : Number.isInteger(calls) ? number(calls) : calls.toFixed(2);

function afterAYear({ stored: { accounts, holdings, resolved }, cycles }: Report): string {
  const others = holdings.filter(({ what }) => what !== 'findings, resolved');
  const row = (what: string, rows: number, bytes: number, because: string): string[] => [
    what,
    number(rows),
    rows === 0 ? '-' : number(bytes / rows),
    `${(bytes / 1e6).toFixed(1)} MB`,
    share(bytes / LIMITS.sqlBytes),
    because,
  ];
  const sizes =
    cycles.stored === null
      ? 'as written: the embedded engine does not say what it stores, and there are no index entries in it'
      : 'with index entries, as stored; of tables with few rows as many copies were measured';
  return `${number(accounts)} such accounts, every hour of the year like the second one above. Bytes are ${sizes}.

${table(
  ['', 'rows', 'bytes each', 'in all', 'of 1 GiB', 'so many because'],
  [
    ...holdings.map(({ what, rows, bytesOfARow, because }) => row(what, rows, rows * bytesOfARow, because)),
    row(
      'all',
      holdings.reduce((sum, { rows }) => sum + rows, 0),
      bytesOf(holdings),
      '',
    ),
  ],
)}

${number(resolved.anHour)} findings are resolved in an hour, and ${number(resolved.forgottenAnHour)} forgotten. Each is taken to be another one; what fails again is the same row, and no
longer resolved. Without any of them it is ${share(bytesOf(others) / LIMITS.sqlBytes)}.`;
}

function byNumber(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${Number.isInteger(count) ? number(count) : count.toFixed(2)}`)
    .join(', ');
}

function quotas({ forecasts }: Report): string {
  const [first] = forecasts;
  const rows = (first?.uses ?? []).map(({ quota, from }, index) => [
    `${quota}${from === 'times' ? ' (time)' : ''}`,
    ...forecasts.map(({ uses }) => share(uses[index]?.used ?? 0)),
  ]);
  return `The second hour, at ${LATENCY.aws} ms a call of AWS, ${LATENCY.sql} ms a statement and ${LATENCY.jira} ms a call of Jira; the busiest minute or second
where the quota is by minute or second. 100 % is all that the platform gives.

${table(['quota', ...forecasts.map(({ accounts }) => `${number(accounts)} accounts`)], rows)}`;
}

function nearest(accounts: number, uses: readonly Use[]): string {
  const { quota, used } = bindingOf(uses);
  return `${number(accounts)} accounts: ${quota} (${share(used)})`;
}

function planning({ forecasts }: Report): string {
  const rows = forecasts.map(({ accounts, planned, plannedFirst }) => [
    number(accounts),
    number(planned.accountsInAMinute),
    number(planned.lastStart),
    `${number(planned.eventsInAMinute)} / ${number(plannedFirst.eventsInAMinute)}`,
    `${number(planned.pushes)} / ${number(plannedFirst.pushes)}`,
  ]);
  return `How an hour is spread, by the product's own planning. The second figure is of an hour in which every account is new and nothing
is known of how long its scopes take; what is over a quota then waits, at the latest for the next hour.

${table(
  [
    'accounts',
    'start within a minute',
    'last start, minutes after the trigger',
    'most events a minute',
    'pushes of the chain',
  ],
  rows,
)}`;
}
