import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ForgeSQLAPIError } from '@forge/sql';
import { createConnection } from 'mysql2/promise';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ensureCounted, markAllStale } from '../../../src/storage/finding-counts';
import { ensureSchema } from '../../../src/storage/migrate';
import { newestRuns } from '../../../src/storage/run-queries';
import { select } from '../../../src/storage/run-sql';
import { countSlaDay } from '../../../src/storage/sla-days';
import {
  ownDatabase,
  startForgeStorage,
  type Watched,
} from '../../integration/storage/support/forge-storage';
import { type StoredSize, storedSize } from '../scale/stored-size';
import { backgroundRequests } from './background';
import { estateOf, load, seeded } from './load';
import { type PageRequest, pageRequests } from './pages';
import {
  largeAccesses,
  MANY_ROWS,
  memoryOf,
  type PlanStep,
  planOf,
  readsTooMuch,
  scansFindings,
  stepsOnFindings,
} from './plans';
import { loadSurroundings } from './surroundings';

const HELP = `Usage: npm run bench:queries -- [options]

Fills a database on the server of SANDBOX_SQL_URL with findings, asks for every page with them, and prints how long each
took, with the plan of its slowest statement. Ends with 1 where a page is over the bars (50 ms median, 200 ms at the 99th
percentile) or reads all findings. What works in the background may take longer, and is held to a second a statement.

  --findings N   how many; 1,000,000 without it
  --accounts N   in how many accounts; 500 without it
  --repeat N     how often each page is asked for; 100 without it
  --pages        only pages, not what works in the background
  --keep         use what an earlier run left
  --plans        print every statement with its plan
  --json         one JSON object
  --markdown     writes docs/performance/queries.md
`;
const DOCUMENT = 'docs/performance/queries.md';
const MEDIAN_MS = 50;
const P99_MS = 200;
/** https://developer.atlassian.com/platform/forge/limits-sql/ */
const ANSWER_BYTES = 4 * 1024 * 1024;
const MEMORY_BYTES = 16 * 1024 * 1024;
/** Forge SQL gives a SELECT five seconds and a write ten. */
const BACKGROUND_STATEMENT_MS = 1_000;
const BACKGROUND_REPEAT = 5;

interface PageResult {
  page: string;
  median: number;
  p99: number;
  statements: number;
  largestAnswer: number;
  /** The most that the server held for one of its statements; bytes. */
  memory: number;
  plans: { query: string; slowest: number; plan: PlanStep[] }[];
  scans: boolean;
  /** Accesses to findings of which many are expected; some end early. */
  large: PlanStep[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      findings: { type: 'string', default: '1000000' },
      accounts: { type: 'string', default: '500' },
      repeat: { type: 'string', default: '100' },
      keep: { type: 'boolean', default: false },
      pages: { type: 'boolean', default: false },
      plans: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const url = ownDatabase('bench_queries');
  if (values.help || url === undefined) {
    process.stdout.write(url === undefined ? `SANDBOX_SQL_URL names no server.\n\n${HELP}` : HELP);
    return values.help ? 0 : 2;
  }
  const server = url;
  let watched: Watched[] = [];
  const forge = await startForgeStorage(
    'bench_queries',
    {},
    {
      watch: (statement) => watched.push(statement),
      fresh: !values.keep,
    },
  );
  const now = Date.parse('2026-11-24T12:00:00Z');
  const estate = estateOf(Number(values.accounts));
  await ensureSchema();
  if (!values.keep) {
    progress(`Loading ${values.findings} findings`);
    await load(url, Number(values.findings), estate, now);
    progress('Counting them');
    await markAllStale();
    for (let left = 1; left > 0; ) {
      await ensureCounted(now);
      [{ left } = { left: 0 }] = await select(
        z.object({ left: z.coerce.number() }),
        sql`SELECT COUNT(*) AS \`left\` FROM stale_counts`,
      );
    }
    await countSlaDay(now);
  }
  if ((await newestRuns(1)).length === 0) {
    progress('Loading what stands around them');
    await loadSurroundings(url, estate, now);
  }
  const connection = await createConnection({ uri: url });
  if (!values.keep) await connection.query('ANALYZE TABLE findings, finding_counts');
  const ids = await select(
    z.object({ finding_id: z.string() }),
    sql`SELECT finding_id FROM findings LIMIT 500`,
  );
  const issues = await select(
    z.object({ issue_id: z.coerce.number() }),
    sql`SELECT issue_id FROM findings WHERE issue_id IS NOT NULL LIMIT 500`,
  );
  const requests = pageRequests(
    estate,
    ids.map((row) => row.finding_id),
    issues.map((row) => row.issue_id),
    now,
  );
  const results: PageResult[] = [];
  for (const request of requests) {
    progress(request.name);
    results.push(await measure(request, Number(values.repeat)));
  }

  const background: PageResult[] = [];
  for (const request of values.pages ? [] : backgroundRequests(estate, now)) {
    progress(request.name);
    const result = await measure(request, BACKGROUND_REPEAT);
    background.push({ ...result, scans: result.scans && request.readsAll !== true });
  }

  async function measure(request: PageRequest, repeat: number): Promise<PageResult> {
    const random = seeded(7);
    const times: number[] = [];
    const slowest = new Map<string, Watched>();
    let statements = 0;
    let largestAnswer = 0;
    for (let turn = 0; turn < repeat; turn += 1) {
      if (request.uncounted !== undefined) await markUncounted(request.uncounted(random));
      watched = [];
      const started = performance.now();
      try {
        await request.ask(random);
      } catch (error) {
        if (!(error instanceof ForgeSQLAPIError)) throw error;
        // Its time is over every bar: the report says so, and goes on with the others.
        progress(`${request.name}: ${error.message}`);
      }
      times.push(performance.now() - started);
      statements = Math.max(statements, watched.length);
      for (const statement of watched) {
        largestAnswer = Math.max(largestAnswer, statement.bytes);
        if (statement.milliseconds >= (slowest.get(statement.query)?.milliseconds ?? 0))
          slowest.set(statement.query, statement);
      }
    }
    const plans = [];
    let memory = 0;
    for (const { query, parameters, milliseconds } of slowest.values()) {
      plans.push({ query, slowest: milliseconds, plan: await planOf(connection, query, parameters) });
      if (/^\s*SELECT/i.test(query)) memory = Math.max(memory, await memoryOf(server, query, parameters));
    }
    plans.sort((a, b) => b.slowest - a.slowest);
    times.sort((a, b) => a - b);
    const scans = plans.some(({ query, plan }) => scansFindings(query, plan));
    const large = plans.flatMap(({ query, plan }) => largeAccesses(query, plan));
    if (request.uncounted !== undefined) await markUncounted([]);
    return {
      page: request.name,
      median: times[Math.floor(times.length / 2)] ?? 0,
      p99: times[Math.ceil(times.length * 0.99) - 1] ?? 0,
      statements,
      largestAnswer,
      memory,
      plans,
      scans,
      large,
    };
  }

  /** As writers that are at work now leave them, whatever the clock of the data says; no others. */
  async function markUncounted(scopes: { accountId: string; scope: string }[]): Promise<void> {
    await connection.query('DELETE FROM stale_counts');
    const rows = scopes.map(({ accountId, scope }) => [accountId, scope, 'a scan at work', Date.now()]);
    if (rows.length > 0)
      await connection.query(
        'INSERT IGNORE INTO stale_counts (account_id, scope, mark, marked_at) VALUES ?',
        [rows],
      );
  }

  await connection.end();
  await forge.close();
  const size = await storedSize(url);
  const report = { size, repeat: Number(values.repeat), results, background };
  if (values.markdown) writeFileSync(DOCUMENT, documentOf(report));
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(format(report));
  if (values.plans) printPlans([...results, ...background]);
  return results.every(isWithinBars) && background.every(isWithinLimits) ? 0 : 1;
}

interface Report {
  size: StoredSize;
  repeat: number;
  results: PageResult[];
  background: PageResult[];
}

const isSmall = ({ largestAnswer, memory }: PageResult): boolean =>
  largestAnswer <= ANSWER_BYTES && memory <= MEMORY_BYTES;
const isWithinBars = (result: PageResult): boolean =>
  result.median <= MEDIAN_MS &&
  result.p99 <= P99_MS &&
  !result.scans &&
  !result.large.some(readsTooMuch) &&
  isSmall(result);
const isWithinLimits = (result: PageResult): boolean =>
  !result.scans && result.plans.every(({ slowest }) => slowest <= BACKGROUND_STATEMENT_MS) && isSmall(result);

function documentOf(report: Report): string {
  return `# Queries with a million findings

<!-- Written by \`SANDBOX_SQL_URL=mysql://... npm run bench:queries -- --markdown\`. Do not edit. -->

${format(report)}`;
}

/** How the statement that took longest reads findings. */
function wayOf({ plans: [slowest], scans, large }: PageResult): string {
  const steps = slowest === undefined ? [] : stepsOnFindings(slowest.query, slowest.plan);
  const how = [...new Set(steps.map(({ index, access }) => `${index ?? 'no index'} (${access})`))].join(', ');
  const many = large.some(readsTooMuch) ? `; ${Math.max(...large.map(readOf))} of them` : '';
  return `${scans ? 'ALL OF THEM: ' : ''}${how || '-'}${many}`;
}

const readOf = ({ read, rows }: PlanStep): number => Math.round(read ?? rows);

/** Of many findings expected and few read: what a page may do all the same. */
function tolerated(results: readonly PageResult[]): string {
  const rows = results.flatMap(({ page, large }) =>
    large
      .filter((step) => !readsTooMuch(step))
      .map((step) => {
        const { index, access, rows: expected } = step;
        return `| ${page} | ${index ?? 'no index'} (${access}) | ${expected.toLocaleString('en-US')} | ${readOf(step).toLocaleString('en-US')} |`;
      }),
  );
  if (rows.length === 0)
    return `No access to findings is expected to read more than ${MANY_ROWS.toLocaleString('en-US')}.`;
  return `The server expects these accesses to find more than ${MANY_ROWS.toLocaleString('en-US')} findings. They are tolerated because they read an index in the order
of the page and end with it: what they read is counted by the server itself (ANALYZE).

| page | reads findings by | expected | read |
| --- | --- | ---: | ---: |
${[...new Set(rows)].join('\n')}`;
}

/** The largest first. */
function byTable({ tables, bytes }: StoredSize): string {
  return Object.entries(tables)
    .filter(([, each]) => each.rows > 0)
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .map(
      ([name, each]) =>
        `${name} ${(each.bytes / 1e6).toFixed(1)} MB (${each.rows.toLocaleString('en-US')} rows)`,
    )
    .concat(`all ${((bytes / 2 ** 30) * 100).toFixed(1)} % of Forge SQL’s gibibyte`)
    .join(', ');
}

function format({ size, repeat, results, background }: Report): string {
  const number = (value: number): string => Math.round(value).toLocaleString('en-US');
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
  return `${number(size.findings)} findings on MariaDB 10.11, Node ${process.versions.node}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}. All milliseconds are times of this machine.

Rows and index entries of findings take ${number(size.findingsBytes)} bytes after the tables were rebuilt, ${number(size.findingsBytes / size.findings)} each; all tables
take ${number(size.bytes)}: ${byTable(size)}.

## Pages

Each page was asked for ${repeat} times, each time for something else of its kind. Bars: ${MEDIAN_MS} ms in the middle, ${P99_MS} ms at the 99th percentile,
no plan that goes through all findings, no access that reads more than ${number(MANY_ROWS)} of them, 4 MiB of an answer and 16 MiB of a query's memory, which is what MariaDB takes with sort buffers of 256 KiB
and temporary tables of 1 MiB in memory.

| page | median | p99 | statements | largest answer | most memory | the slowest reads findings by | |
| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |
${results
  .map(
    (result) =>
      `| ${result.page} | ${result.median.toFixed(1)} ms | ${result.p99.toFixed(1)} ms | ${result.statements} | ${kib(result.largestAnswer)} | ${kib(result.memory)} | ${wayOf(result)} | ${isWithinBars(result) ? 'met' : '**missed**'} |`,
  )
  .join('\n')}

${tolerated(results)}

## In the background

${BACKGROUND_REPEAT} times each. Bar: ${number(BACKGROUND_STATEMENT_MS)} ms a statement, and no plan that goes through all findings, but for the SLA of the day, which counts
all that is open, 30,000 a statement.

| work | median | slowest statement | statements | largest answer | most memory | it reads findings by | |
| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |
${background
  .map(
    (result) =>
      `| ${result.page} | ${result.median.toFixed(1)} ms | ${(result.plans[0]?.slowest ?? 0).toFixed(1)} ms | ${result.statements} | ${kib(result.largestAnswer)} | ${kib(result.memory)} | ${wayOf(result)} | ${isWithinLimits(result) ? 'met' : '**missed**'} |`,
  )
  .join('\n')}
`;
}

function printPlans(results: readonly PageResult[]): void {
  for (const { page, plans } of results)
    for (const { query, slowest, plan } of plans)
      process.stdout.write(
        `\n${page}: ${slowest.toFixed(1)} ms\n${query}\n${plan.map((step) => JSON.stringify(step)).join('\n')}\n`,
      );
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    throw error;
  },
);
