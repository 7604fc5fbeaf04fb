import { readFile } from 'node:fs/promises';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { HubCredentials } from '../aws/credentials';
import { withoutSecrets } from '../aws/errors';
import { type AccountEntry, parseAccountsFile } from './accounts-file';
import { CliError } from './cli-error';
import { formatCsv } from './format-csv';
import { formatJson } from './format-json';
import { formatTable } from './format-table';
import { type Format, HELP, parseOptions } from './options';
import { terminalProgress } from './progress';
import { isComplete, type ScanReport } from './report';
import { scanAccounts } from './scan-accounts';

const EXIT_COMPLETE = 0;
const EXIT_BAD_INPUT = 1;
const EXIT_UNREAD = 3;

const FORMATTERS: Record<Format, (report: ScanReport) => string> = {
  table: formatTable,
  json: formatJson,
  csv: formatCsv,
};

/** Runs the command; answers its exit code. */
async function main(argv: string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options === null) {
    process.stdout.write(HELP);
    return EXIT_COMPLETE;
  }
  const accounts = await readAccounts(options.accountsFile);
  const hub = await baseCredentials();
  const progress = terminalProgress(process.stderr);
  const report = await scanAccounts(
    hub,
    { accounts, fileName: options.accountsFile },
    options.rules,
    progress,
  ).finally(() => progress.end());
  process.stdout.write(FORMATTERS[options.format](report));
  return isComplete(report) ? EXIT_COMPLETE : EXIT_UNREAD;
}

async function readAccounts(fileName: string): Promise<AccountEntry[]> {
  try {
    return parseAccountsFile(await readFile(fileName, 'utf8'), fileName);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(
      `--accounts: ${fileName} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function baseCredentials(): Promise<HubCredentials> {
  const chain = fromNodeProviderChain();
  try {
    await chain();
    return chain;
  } catch (error) {
    const why = withoutSecrets(error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new CliError(
      `AWS credentials: none were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (${why})`,
    );
  }
}

// stderr is for our own lines; the README says which Node to use.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// `scan | head` closes stdout early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`scan: ${error.message}\n`);
    process.exitCode = EXIT_BAD_INPUT;
  },
);
