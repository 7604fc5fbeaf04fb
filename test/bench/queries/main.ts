import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ensureCounted, markAllStale } from '../../../src/storage/finding-counts';
import { ensureSchema } from '../../../src/storage/migrate';
import { select } from '../../../src/storage/run-sql';
import { countSlaDay } from '../../../src/storage/sla-days';
import {
  ownDatabase,
  startForgeStorage,
  type Watched,
} from '../../integration/storage/support/forge-storage';
import { estateOf, load, seeded } from './load';
import { type PageRequest, pageRequests } from './pages';
import { type PlanStep, planOf, scansFindings } from './plans';

const HELP = `Usage: npm run bench:queries -- [options]

Fills a database on the server of SANDBOX_SQL_URL with findings, asks for every page with them, and prints how long each
took, with the plan of its slowest statement. Ends with 1 where a page is over the bars (50 ms median, 200 ms at the 99th
percentile) or reads all findings.

  --findings N   how many; 1,000,000 without it
  --accounts N   in how many accounts; 500 without it
  --repeat N     how often each page is asked for; 100 without it
  --keep         use what an earlier run left
  --plans        print every statement with its plan
  --json         one JSON object
`;
const MEDIAN_MS = 50;
const P99_MS = 200;

interface PageResult {
  page: string;
  median: number;
  p99: number;
  statements: number;
  largestAnswer: number;
  plans: { query: string; slowest: number; plan: PlanStep[] }[];
  scans: boolean;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      findings: { type: 'string', default: '1000000' },
      accounts: { type: 'string', default: '500' },
      repeat: { type: 'string', default: '100' },
      keep: { type: 'boolean', default: false },
      plans: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const url = ownDatabase('bench_queries');
  if (values.help || url === undefined) {
    process.stdout.write(url === undefined ? `SANDBOX_SQL_URL names no server.\n\n${HELP}` : HELP);
    return values.help ? 0 : 2;
  }
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

  async function measure(request: PageRequest, repeat: number): Promise<PageResult> {
    const random = seeded(7);
    await request.ask(random);
    const times: number[] = [];
    const slowest = new Map<string, Watched>();
    let statements = 0;
    let largestAnswer = 0;
    for (let turn = 0; turn < repeat; turn += 1) {
      watched = [];
      const started = performance.now();
      await request.ask(random);
      times.push(performance.now() - started);
      statements = Math.max(statements, watched.length);
      for (const statement of watched) {
        largestAnswer = Math.max(largestAnswer, statement.bytes);
        if (statement.milliseconds >= (slowest.get(statement.query)?.milliseconds ?? 0))
          slowest.set(statement.query, statement);
      }
    }
    const plans = [];
    for (const { query, parameters, milliseconds } of slowest.values())
      plans.push({ query, slowest: milliseconds, plan: await planOf(connection, query, parameters) });
    plans.sort((a, b) => b.slowest - a.slowest);
    times.sort((a, b) => a - b);
    const scans = plans.some(({ query, plan }) => scansFindings(query, plan));
    return {
      page: request.name,
      median: times[Math.floor(times.length / 2)] ?? 0,
      p99: times[Math.ceil(times.length * 0.99) - 1] ?? 0,
      statements,
      largestAnswer,
      plans,
      scans,
    };
  }

  const [size] = await select(
    z.object({ rows: z.coerce.number(), data: z.coerce.number(), indexes: z.coerce.number() }),
    sql`SELECT TABLE_ROWS AS \`rows\`, DATA_LENGTH AS data, INDEX_LENGTH AS indexes FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'findings'`,
  );
  await connection.end();
  await forge.close();
  if (values.json) process.stdout.write(`${JSON.stringify({ size, results }, null, 2)}\n`);
  else print(results, values.plans);
  const isOver = ({ median, p99, scans }: PageResult) => median > MEDIAN_MS || p99 > P99_MS || scans;
  return results.some(isOver) ? 1 : 0;
}

function print(results: PageResult[], withPlans: boolean): void {
  const lines = [
    '| page | median | p99 | statements | largest answer | slowest statement reads findings by |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...results.map(({ page, median, p99, statements, largestAnswer, plans, scans }) => {
      const steps = plans[0]?.plan.filter(({ table }) => table === 'f' || table === 'findings') ?? [];
      const how =
        [...new Set(steps.map(({ index, access }) => `${index ?? 'no index'} (${access})`))].join(', ') ||
        '-';
      return `| ${page} | ${median.toFixed(1)} ms | ${p99.toFixed(1)} ms | ${statements} | ${(largestAnswer / 1024).toFixed(1)} KiB | ${scans ? 'ALL OF THEM: ' : ''}${how} |`;
    }),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!withPlans) return;
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
