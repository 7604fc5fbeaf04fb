import { readFile } from 'node:fs/promises';
import { type AccountEntry, parseAccountsFile } from '../src/cli/accounts-file';
import { CliError } from '../src/cli/cli-error';
import type { CycleSummary } from './cycle-summary';
import { type CommandLine, HELP, parseCommandLine, UsageError } from './options';
import { ResolverRefused } from './pages-client';
import { type GivenEndpoint, type Sandbox, type SandboxOptions, startSandbox } from './sandbox';
import { StateError } from './state';

const HOUR_MS = 60 * 60 * 1000;
const ENDPOINT_PATIENCE_MS = 10_000;
/** How many lines about what could not be read are shown. */
const SHOWN_UNREAD = 10;

/** What an endpoint gets that checks no credentials. */
const DUMMY_CREDENTIAL = 'test';

async function main(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2));
  if (command === null) {
    process.stderr.write(HELP);
    return;
  }
  const options = await sandboxOptions(command);
  await (command.once ? runOnce(command, options) : serve(options));
}

async function sandboxOptions(command: CommandLine): Promise<SandboxOptions> {
  return {
    port: command.once ? 0 : command.port,
    stateDir: command.stateDir,
    reset: command.reset,
    speed: command.speed,
    endpoint: await endpointOf(command),
    sqlUrl: process.env['SANDBOX_SQL_URL'],
    // The rest is at /sandbox/api/log.
    log: (line, level) => {
      if (level === 'warn' || level === 'error') say(line);
    },
  };
}

async function endpointOf({ endpoint }: CommandLine): Promise<GivenEndpoint | null> {
  if (endpoint === null) return null;
  const accounts = await readAccounts(endpoint.accountsFile);
  await refuseSilentEndpoint(endpoint.url);
  return {
    url: endpoint.url,
    accounts,
    credentials: {
      accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? DUMMY_CREDENTIAL,
      secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? DUMMY_CREDENTIAL,
    },
  };
}

/** Any answer will do, a refusal too: it only has to be there. */
async function refuseSilentEndpoint(url: string): Promise<void> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(ENDPOINT_PATIENCE_MS) });
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new UsageError(`--aws-endpoint: ${url} does not answer (${reason})`);
  }
}

async function readAccounts(file: string): Promise<AccountEntry[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`--accounts: ${file} cannot be read`);
  }
  return parseAccountsFile(text, file);
}

/** One cycle without a browser; the next run with the same state is an hour later. */
async function runOnce(command: CommandLine, options: SandboxOptions): Promise<void> {
  const sandbox = await startSandbox({ ...options, advanceKeptClockBy: HOUR_MS });
  try {
    const summary = await sandbox.runCycle();
    if (command.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else say(describe(summary));
    await sayWhatIsUnread(sandbox);
  } finally {
    await sandbox.stop();
  }
}

/** What could not be read leaves findings unknown; whoever runs a cycle by hand learns it here and not only on the pages. */
async function sayWhatIsUnread({ pages }: Sandbox): Promise<void> {
  const { rows } = await pages.global('listUnread', {});
  const lines = rows.map(
    ({ accountName, region, operation, message }) =>
      `Unread: ${accountName}, ${region}, ${operation}: ${message}`,
  );
  for (const line of lines.slice(0, SHOWN_UNREAD)) say(line);
  if (lines.length > SHOWN_UNREAD)
    say(`Unread: ${lines.length - SHOWN_UNREAD} more, on the page of all findings`);
}

function describe({ accounts, findings, issues, durationMs }: CycleSummary): string {
  return (
    `Scanned ${accounts} accounts in ${(durationMs / 1000).toFixed(1)} s: ${findings.open} findings open, ` +
    `${findings.unknown} unknown, ${findings.resolved} resolved. Issues: ${issues.created} created, ` +
    `${issues.updated} updated, ${issues.closed} closed, ${issues.reopened} reopened.`
  );
}

async function serve(options: SandboxOptions): Promise<void> {
  const sandbox = await startSandbox(options);
  sandbox.schedule.start();
  say(`
Cloud Findings for Jira is at ${sandbox.url}

  The first scan is running. Then try:
  - a project, its issues, and their "Cloud finding" panel:  ${sandbox.url}/jira/projects/PAY
  - all findings of all accounts:                            ${sandbox.url}/jira/apps/findings-global-page
  - the settings of the app:                                 ${sandbox.url}/jira/settings/apps/findings-admin-page
  - "Advance one hour" in the bar on top: the estate changes, issues open and close
  - another user, in the top right corner

  Ctrl-C ends it and keeps the state.
`);
  await new Promise<void>((resolve) => {
    const stop = () => {
      // A second Ctrl-C does not wait for a scan to end.
      process.once('SIGINT', () => process.exit(130));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  say('Keeping the state ...');
  await sandbox.stop();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().catch((error: unknown) => {
  say(
    isForPeople(error)
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  );
  process.exitCode = 1;
});

/** Errors whose message is enough; of any other the stack is needed. */
function isForPeople(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    error instanceof CliError ||
    error instanceof StateError ||
    error instanceof ResolverRefused ||
    (error instanceof Error && 'syscall' in error)
  );
}
