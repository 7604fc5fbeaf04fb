import { parseArgs } from 'node:util';
import type { Company } from './company';
import { type CycleCost, measure } from './measure';
import { exponentOf, LATENCY, usesOf } from './quotas';

const HELP = `Usage: npm run bench -- [options]

The whole pipeline on the sandbox against the built-in AWS: a first scan of a company, and a second one when 1 % of its
resources has changed. Prints what they cost, and what an hour of 100 to 3,000 such accounts would take of Forge's quotas.

  --accounts N    how many accounts; 20 without it
  --regions N     in how many regions each, up to 6; 4 without it
  --resources N   in each region of each account; 400 without it
  --json          one JSON object

SANDBOX_SQL_URL=mysql://user:password@host/database uses that server as Forge SQL instead of the embedded engine.
`;
const PROBE_ACCOUNTS = 3;
const COMPANIES = [100, 500, 1_000, 3_000];

interface Report {
  company: Company;
  first: CycleCost;
  second: CycleCost;
  /** The hour with latencies, of PROBE_ACCOUNTS. */
  latent: CycleCost;
  exponents: Record<string, number>;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '20' },
      regions: { type: 'string', default: '4' },
      resources: { type: 'string', default: '400' },
      json: { type: 'boolean', default: false },
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
  progress(
    `${PROBE_ACCOUNTS} accounts with latencies of ${LATENCY.aws} ms to AWS and ${LATENCY.sql} ms to SQL`,
  );
  const { second: latent } = await measure(
    { ...company, accounts: PROBE_ACCOUNTS },
    { latencies: { awsMs: LATENCY.aws, sqlMs: LATENCY.sql }, workers: 10 },
  );
  const exponents = await growth(company);
  progress(
    `${company.accounts} accounts, ${company.regions} regions, ${company.resources} resources in each`,
  );
  const { first, second } = await measure(company, { sqlUrl: process.env['SANDBOX_SQL_URL'] });
  const report: Report = { company, first, second, latent, exponents };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : format(report));
  return second.unknown === 0 ? 0 : 1;
}

/** The same two accounts with a quarter, half, once and twice as many resources. */
async function growth(company: Company): Promise<Record<string, number>> {
  const points: { size: number; cost: CycleCost }[] = [];
  for (const factor of [0.25, 0.5, 1, 2]) {
    const resources = Math.round(company.resources * factor);
    progress(`2 accounts with ${resources} resources a region`);
    const { first } = await measure({ ...company, accounts: 2, resources });
    points.push({ size: resources, cost: first });
  }
  const of = (read: (cost: CycleCost) => number): number =>
    exponentOf(points.map(({ size, cost }) => ({ size, cost: read(cost) })));
  return {
    'CPU seconds': of(({ cpuSeconds }) => cpuSeconds),
    'AWS calls': of(({ awsCalls }) => sumOf(awsCalls)),
    'SQL statements': of(({ sqlStatements }) => sqlStatements),
    'rows written': of(({ sqlRowsWritten }) => sqlRowsWritten),
    'bytes written': of(({ sqlBytesWritten }) => sqlBytesWritten),
  };
}

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function format({ company, first, second, latent, exponents }: Report): string {
  const { accounts, regions, resources } = company;
  const row = (name: string, read: (cost: CycleCost) => string): string =>
    `| ${name} | ${read(first)} | ${read(second)} |`;
  const number = (value: number): string => Math.round(value).toLocaleString('en-US');
  const share = (part: number): string => `${(part * 100).toFixed(1)} %`;
  const operations = Object.entries(second.awsCalls).sort(([, a], [, b]) => b - a);
  const scopes = accounts * (regions + 1);
  return `${accounts} accounts x ${regions} regions x ${resources} resources

| | first scan | second, 1 % changed |
| --- | ---: | ---: |
${[
  row('wall seconds', ({ wallSeconds }) => number(wallSeconds)),
  row('CPU seconds, stand-ins included', ({ cpuSeconds }) => number(cpuSeconds)),
  row(
    'peak heap of an invocation (limit 512 MB)',
    ({ peakHeapBytes }) => `${number(peakHeapBytes / 1e6)} MB`,
  ),
  row('invocations', ({ invocations }) => number(invocations)),
  row(
    'longest invocation, waiting for a worker included',
    ({ longestInvocationMs }) => `${(longestInvocationMs / 1000).toFixed(1)} s`,
  ),
  row('queue events', ({ events }) => number(events)),
  row('AWS calls', ({ awsCalls }) => number(sumOf(awsCalls))),
  row('AWS calls per account and scope', ({ awsCalls }) => (sumOf(awsCalls) / scopes).toFixed(1)),
  row('Jira calls', ({ jiraCalls }) => number(jiraCalls)),
  row('SQL statements', ({ sqlStatements }) => number(sqlStatements)),
  row('SQL statements per account', ({ sqlStatements }) => (sqlStatements / accounts).toFixed(1)),
  row('SQL seconds, as the engine here took it', ({ sqlMilliseconds }) =>
    (sqlMilliseconds / 1000).toFixed(1),
  ),
  row('rows written', ({ sqlRowsWritten }) => number(sqlRowsWritten)),
  row('bytes written', ({ sqlBytesWritten }) => number(sqlBytesWritten)),
  row('open findings', ({ open }) => number(open)),
  row('unknown findings', ({ unknown }) => number(unknown)),
].join('\n')}

The second scan wrote ${share(second.sqlRowsWritten / first.sqlRowsWritten)} of the first one's rows and ${share(second.sqlBytesWritten / first.sqlBytesWritten)} of its bytes.

AWS calls of the second scan, per account and scope: ${operations.map(([operation, calls]) => `${operation} ${(calls / scopes).toFixed(2)}`).join(', ')}.

Exponents over four sizes (1 is linear): ${Object.entries(exponents)
    .map(([cost, exponent]) => `${cost} ${exponent.toFixed(2)}`)
    .join(', ')}.

Share of each quota that an hour takes, the second scan's, at ${LATENCY.aws} ms a call of AWS, ${LATENCY.sql} ms a statement and ${LATENCY.jira} ms a call of Jira:

| quota | ${COMPANIES.map((size) => `${number(size)} accounts`).join(' | ')} |
| --- | ${COMPANIES.map(() => '---:').join(' | ')} |
${usesOf(second, accounts, { latent, latentAccounts: PROBE_ACCOUNTS }, 1)
  .map(
    ({ quota }, index) =>
      `| ${quota} | ${COMPANIES.map((size) => share(usesOf(second, accounts, { latent, latentAccounts: PROBE_ACCOUNTS }, size)[index]?.used ?? 0)).join(' | ')} |`,
  )
  .join('\n')}

Binding first: ${COMPANIES.map((size) => `${number(size)} accounts: ${bindingOf({ second, accounts, latent }, size)}`).join('; ')}.
`;
}

function bindingOf(
  { second, accounts, latent }: { second: CycleCost; accounts: number; latent: CycleCost },
  size: number,
): string {
  const uses = usesOf(second, accounts, { latent, latentAccounts: PROBE_ACCOUNTS }, size);
  const [most] = uses.sort((a, b) => b.used - a.used);
  return most === undefined ? 'none' : `${most.quota} (${(most.used * 100).toFixed(0)} %)`;
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
