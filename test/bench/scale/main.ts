import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SCANS_AT_ONCE } from '../../../src/queue/queues';
import { resolvedOf, storedAfterAYear } from './a-year';
import { barsOf } from './bars';
import { type Company, companyOf } from './company';
import { type CycleCost, measure, sumOf } from './measure';
import { plannedHour } from './planned-hour';
import { type Crowd, type Exponents, exponentsOf, LATENCY, type Measured, usesOf } from './quotas';
import { type Forecast, format, type Report } from './report';

const HELP = `Usage: npm run bench -- [options]

The whole pipeline on the sandbox against the built-in AWS: a first scan of a company, and a second one when 1 % of its
resources has changed. Prints what they cost, what an hour of 100 to 3,000 such accounts would take of the platform's
quotas, and each bar with what was measured. Ends with 1 where a bar is missed.

  --accounts N     how many accounts; 20 without it
  --regions N      in how many regions each, up to 6; 4 without it
  --resources N    in each region of each account; 400 without it
  --json           one JSON object
  --markdown       writes docs/performance/scale.md

SANDBOX_SQL_URL=mysql://user:password@host/database uses that server as Forge SQL instead of the embedded engine, and
measures what is stored. The database is emptied first.
`;
const DOCUMENT = 'docs/performance/scale.md';
/** Few, so that their scans do not wait for this machine: Forge gives each invocation a processor of its own. */
const LATENT_ACCOUNTS = 3;
/** New accounts, no more than start all at once, so that as many are scanned at once as ever are; an hour later they are spread. */
const CROWD = 20;
/** Of a planning event and one for tickets, besides the scans. */
const OTHER_WORKERS = 2;
const GROWING_ACCOUNTS = 2;
const GROWTH = [0.5, 1, 2, 4];
const COMPANIES = [100, 500, 1_000, 3_000];
const OF_THE_BAR = 500;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '20' },
      regions: { type: 'string', default: '4' },
      resources: { type: 'string', default: '400' },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const company: Company = {
    accounts: numberOf('accounts', values.accounts),
    regions: numberOf('regions', values.regions),
    resources: numberOf('resources', values.resources),
  };
  const report = await reportOn(company, process.env['SANDBOX_SQL_URL']);
  if (values.markdown) writeFileSync(DOCUMENT, documentOf(report));
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : format(report));
  return report.bars.every(({ met }) => met) ? 0 : 1;
}

async function reportOn(company: Company, sqlUrl: string | undefined): Promise<Report> {
  progress(
    `${LATENT_ACCOUNTS} accounts with latencies of ${LATENCY.aws} ms to AWS, ${LATENCY.sql} ms to SQL and ${LATENCY.jira} ms to Jira`,
  );
  const { second } = await measure(
    { ...company, accounts: LATENT_ACCOUNTS },
    { latencies: LATENCY, workers: LATENT_ACCOUNTS },
  );
  progress(`${CROWD} accounts with the same latencies, ${SCANS_AT_ONCE} at once`);
  const crowd = await crowdOf(company, sqlUrl);
  const { exponents, sizes } = await growth(company);
  progress(
    `${company.accounts} accounts, ${company.regions} regions, ${company.resources} resources in each`,
  );
  const cycles = await measure(company, { sqlUrl, progress });
  const measured: Measured = {
    cycles,
    company,
    latent: second,
    latentAccounts: LATENT_ACCOUNTS,
    crowd,
  };
  const forecasts = await Promise.all(COMPANIES.map((accounts) => forecast(company, measured, accounts)));
  const uses = forecasts.find(({ accounts }) => accounts === OF_THE_BAR)?.uses ?? [];
  const resolved = resolvedOf({ company, cycles }, OF_THE_BAR);
  return {
    company,
    engine: sqlUrl === undefined ? 'SQLite as Forge SQL' : 'MariaDB as Forge SQL',
    cycles,
    latent: { accounts: LATENT_ACCOUNTS, second },
    crowd,
    stored: { accounts: OF_THE_BAR, holdings: storedAfterAYear({ company, cycles }, OF_THE_BAR), resolved },
    exponents,
    sizes,
    forecasts,
    bars: barsOf(cycles, exponents, crowd, { uses, resolved }),
  };
}

async function crowdOf(company: Company, sqlUrl: string | undefined): Promise<Crowd> {
  const { first, second } = await measure(
    { ...company, accounts: CROWD },
    { latencies: LATENCY, workers: SCANS_AT_ONCE + OTHER_WORKERS, sqlUrl, sizesOf: [] },
  );
  return {
    accounts: CROWD,
    scansAtOnce: Math.max(first.scansAtOnce, second.scansAtOnce),
    statementsInASecond: Math.max(first.sqlStatementsInASecond, second.sqlStatementsInASecond),
  };
}

async function forecast(company: Company, measured: Measured, accounts: number): Promise<Forecast> {
  const regions = companyOf({ ...company, accounts: 1 }).estate.regions;
  const { scanMilliseconds } = measured.latent;
  const scopeMs = scanMilliseconds / measured.latentAccounts / (company.regions + 1);
  const planned = await plannedHour({ accounts, regions }, scopeMs);
  const plannedFirst = await plannedHour({ accounts, regions }, null);
  const uses = usesOf(measured, accounts, planned);
  return { accounts, planned, plannedFirst, uses };
}

/** The same accounts with fewer and more resources. */
async function growth(company: Company): Promise<{ exponents: Record<string, Exponents>; sizes: number[] }> {
  const points: { size: number; cost: CycleCost }[] = [];
  // What a process does once, such as loading the app, is none of the cost.
  await measure({ ...company, accounts: 1, resources: 10 });
  for (const factor of GROWTH) {
    const resources = Math.round(company.resources * factor);
    progress(`${GROWING_ACCOUNTS} accounts with ${resources} resources a region`);
    const { first } = await measure({ ...company, accounts: GROWING_ACCOUNTS, resources });
    points.push({ size: resources, cost: first });
  }
  const of = (read: (cost: CycleCost) => number): Exponents =>
    exponentsOf(points.map(({ size, cost }) => ({ size, cost: read(cost) })));
  const exponents = {
    'CPU seconds (time)': of(({ cpuSeconds }) => cpuSeconds),
    'AWS calls': of(({ awsCalls }) => sumOf(awsCalls)),
    'SQL statements': of(({ sqlStatements }) => sqlStatements),
    'rows written': of(({ sqlRowsWritten }) => sumOf(sqlRowsWritten)),
    'bytes written': of(({ sqlBytesWritten }) => sqlBytesWritten),
  };
  return { exponents, sizes: points.map(({ size }) => size) };
}

function documentOf(report: Report): string {
  const { accounts, regions, resources } = report.company;
  return `# What an hour costs

<!-- Written by \`npm run bench -- --accounts ${accounts} --regions ${regions} --resources ${resources} --markdown\`. Do not edit. -->

${format(report)}`;
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${option} takes a whole number from 1, not ${text}`);
  return number;
}

function progress(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  },
);
