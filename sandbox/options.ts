import { parseArgs } from 'node:util';

export const DEFAULT_PORT = 3100;
const DEFAULT_STATE = '.state';

export const HELP = `Usage: npm start -- [options]

Serves Cloud Findings for Jira on this machine: a stand-in for Jira and Forge with a demo site, and a stand-in for AWS
with a demo estate that changes by the hour. Nothing leaves this machine.

  --port PORT          where to serve; ${DEFAULT_PORT} without it
  --state DIR          where the site, the findings and the clock are kept; ${DEFAULT_STATE} without it
  --reset              forget what is kept there first
  --speed N            how many times faster than real time the sandbox's clock runs; 1 without it
  --once               run one complete hourly cycle without serving, then exit 0; each run with the same --state is
                       one hour later. Without --state nothing is kept
  --json               with --once: one JSON object about the cycle on stdout
  --aws-endpoint URL   any AWS-compatible endpoint in place of the built-in one; needs --accounts. Base credentials:
                       AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or test/test
  --accounts FILE      the accounts behind that endpoint, as JSON:
                       [{ "id": "111122223333", "name": "prod",
                          "roleArn": "arn:aws:iam::111122223333:role/CloudFindingsReadOnly",
                          "externalId": "...", "regions": ["us-east-1"] or "enabled" }]
                       their findings are filed in the project SEC
  --help               this text

SANDBOX_SQL_URL=mysql://user:password@host/database uses that server as Forge SQL instead of the embedded engine.
`;

/** Bad input: the command ends with this one line on stderr and exit code 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface CommandLine {
  port: number;
  /** null: a temporary one that is gone afterwards. */
  stateDir: string | null;
  reset: boolean;
  speed: number;
  once: boolean;
  json: boolean;
  endpoint: { url: string; accountsFile: string } | null;
}

/** Reads the command line; null when it asks for help. @throws UsageError that names the option */
export function parseCommandLine(argv: string[]): CommandLine | null {
  const values = parse(argv);
  if (values.help) return null;
  const once = values.once ?? false;
  if (values.json && !once) throw new UsageError('--json: goes with --once only');
  return {
    port: numberOf('--port', values.port ?? String(DEFAULT_PORT), { from: 0, to: 65_535, whole: true }),
    stateDir: values.state ?? (once ? null : DEFAULT_STATE),
    reset: values.reset ?? false,
    speed: numberOf('--speed', values.speed ?? '1', { from: 0.001, to: 100_000, whole: false }),
    once,
    json: values.json ?? false,
    endpoint: endpointOf(values['aws-endpoint'], values.accounts),
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        state: { type: 'string' },
        reset: { type: 'boolean' },
        speed: { type: 'string' },
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        'aws-endpoint': { type: 'string' },
        accounts: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(`${firstLine} (--help says more)`);
  }
}

function numberOf(option: string, text: string, range: { from: number; to: number; whole: boolean }): number {
  const value = Number(text);
  const fits = text.trim() !== '' && value >= range.from && value <= range.to;
  if (!fits || (range.whole && !Number.isInteger(value))) {
    const kind = range.whole ? 'a whole number' : 'a number';
    throw new UsageError(`${option}: "${text}" is not ${kind} from ${range.from} to ${range.to}`);
  }
  return value;
}

function endpointOf(url: string | undefined, accountsFile: string | undefined): CommandLine['endpoint'] {
  if (url === undefined && accountsFile === undefined) return null;
  if (url === undefined) throw new UsageError('--accounts: goes with --aws-endpoint URL only');
  if (accountsFile === undefined) {
    throw new UsageError('--accounts: name the file that lists the accounts behind --aws-endpoint');
  }
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw new UsageError(`--aws-endpoint: "${url}" is not an http or https address`);
  }
  return { url: url.replace(/\/+$/, ''), accountsFile };
}
