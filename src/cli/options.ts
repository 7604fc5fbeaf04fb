import { parseArgs } from 'node:util';
import { catalogue, findRule } from '../rules';
import type { Rule } from '../rules/define';
import { CliError } from './cli-error';
import { closest } from './closest';

export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export interface ScanOptions {
  accountsFile: string;
  rules: Rule[];
  format: Format;
}

export const HELP = `Usage: npm run --silent scan -- --accounts accounts.json [--rules id,id] [--format table|json|csv]

Judges AWS accounts by the rules of Cloud Findings, without Jira. It only reads.

  --accounts FILE   the accounts, as JSON:
                    [{ "id": "111122223333", "name": "prod",
                       "roleArn": "arn:aws:iam::111122223333:role/CloudFindingsReadOnly",
                       "externalId": "...", "regions": ["us-east-1"] or "enabled" }]
                    "tier" is optional: production (default), staging, development or sandbox.
  --rules IDS       only these rules, separated by commas; all ${catalogue.length} without it
  --format FORMAT   table (default), json or csv
  --help            this text

The credentials that assume the roles come from the standard AWS chain (AWS_PROFILE, AWS_ACCESS_KEY_ID, SSO ...).
AWS_ENDPOINT_URL sends every call to another endpoint.

Exit codes: 0 everything was read. 3 something could not be read: it is listed as unread and its results are unknown,
also where one account's role could not be assumed while another's could. 1 bad input, or no account's role could be
assumed. A result for the region "*" stands for every enabled region of an account whose regions could not be listed.
`;

/** Reads the command line; null when it asks for help. Throws a CliError that names the option. */
export function parseOptions(argv: string[]): ScanOptions | null {
  const values = parse(argv);
  if (values.help) return null;
  if (!values.accounts)
    throw new CliError('--accounts: name the file that lists the accounts (--help says more)');
  const format = FORMATS.find((name) => name === (values.format ?? 'table'));
  if (format === undefined)
    throw new CliError(`--format: "${values.format}" is none of ${FORMATS.join(', ')}`);
  return { accountsFile: values.accounts, rules: rulesOf(values.rules), format };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: false,
      options: {
        accounts: { type: 'string' },
        rules: { type: 'string' },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : error} (--help says more)`);
  }
}

function rulesOf(list: string | undefined): Rule[] {
  if (list === undefined) return catalogue;
  const ids = list
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length === 0) throw new CliError('--rules: names no rule');
  return [...new Set(ids)].map((id) => findRule(id) ?? unknownRule(id));
}

function unknownRule(id: string): never {
  const suggestion = closest(
    id,
    catalogue.map((rule) => rule.id),
  );
  throw new CliError(
    `--rules: there is no rule "${id}"${suggestion === null ? '' : `; do you mean "${suggestion}"?`}`,
  );
}
