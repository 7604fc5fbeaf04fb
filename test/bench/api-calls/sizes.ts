import { parseArgs } from 'node:util';

/** How much of each kind the account holds; `others` of every kind that is not named here. */
export const DEFAULT_SIZES = {
  buckets: 100,
  snapshots: 200,
  users: 50,
  roles: 50,
  'security-groups': 300,
  functions: 100,
  keys: 50,
  instances: 60,
  volumes: 120,
  databases: 20,
  'database-snapshots': 40,
  others: 10,
};
export type Sizes = typeof DEFAULT_SIZES;

export const HELP = `Counts the AWS API calls that one scan makes (global and one region, all rules on) against their cheap form.

  npm run bench:api-calls -- [--json] [--per-invocation N] [--<kind> N ...]
  npm run --silent bench:api-calls -- --markdown > docs/performance/api-calls.md

--per-invocation N counts instead how many invocations, sending N requests at the most, read the account in whole.

Kinds and their defaults:
${Object.entries(DEFAULT_SIZES)
  .map(([kind, size]) => `  --${kind} ${size}`)
  .join('\n')}

Ends with 1 when an operation is called more often than its budget allows, or when something could not be read.
`;

export interface Options {
  sizes: Sizes;
  /** Requests that one invocation may send; null to read without a limit. */
  perInvocation: number | null;
  json: boolean;
  markdown: boolean;
  help: boolean;
}

/** An option that there is not, or a size that is no number; the message is for the person at the terminal. */
export class OptionError extends Error {}

/** @throws OptionError */
export function parseOptions(argv: string[]): Options {
  const given = new Map<string, unknown>(Object.entries(readArgs(argv)));
  const sizes = { ...DEFAULT_SIZES };
  for (const kind of Object.keys(DEFAULT_SIZES)) {
    const value = given.get(kind);
    if (!isKind(kind) || value === undefined) continue;
    sizes[kind] = numberOf(kind, value);
  }
  const limit = given.get('per-invocation');
  return {
    sizes,
    perInvocation: limit === undefined ? null : numberOf('per-invocation', limit),
    json: given.get('json') === true,
    markdown: given.get('markdown') === true,
    help: given.get('help') === true,
  };
}

function numberOf(option: string, value: unknown): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new OptionError(`--${option} takes a number, not ${value}`);
  return number;
}

function readArgs(args: string[]): object {
  const kinds = Object.keys(DEFAULT_SIZES).map((kind) => [kind, { type: 'string' as const }]);
  const options = {
    json: { type: 'boolean' as const },
    markdown: { type: 'boolean' as const },
    help: { type: 'boolean' as const },
    'per-invocation': { type: 'string' as const },
  };
  try {
    return parseArgs({ args, options: { ...options, ...Object.fromEntries(kinds) } }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

function isKind(kind: string): kind is keyof Sizes {
  return kind in DEFAULT_SIZES;
}
