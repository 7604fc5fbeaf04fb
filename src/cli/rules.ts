import { parseArgs } from 'node:util';
import { catalogue } from '../rules';
import type { Rule } from '../rules/define';
import { catalogueAsJson } from './catalogue-json';
import { catalogueAsMarkdown } from './catalogue-markdown';
import { catalogueAsTable } from './catalogue-table';
import { CliError } from './cli-error';

const FORMATTERS: Record<string, (rules: Rule[]) => string> = {
  table: catalogueAsTable,
  json: catalogueAsJson,
  markdown: catalogueAsMarkdown,
};

const HELP = `Usage: npm run --silent rules -- [--format table|json|markdown]

Prints the catalogue of rules: ${catalogue.length} of them.

  --format FORMAT   table (default); json, with guidance and permissions; markdown, which is docs/rules.md
  --help            this text
`;

/** What the command prints for its arguments. Throws a CliError that names the option. */
function printed(argv: string[]): string {
  const values = parse(argv);
  if (values.help) return HELP;
  const format = values.format ?? 'table';
  const formatter = FORMATTERS[format];
  if (formatter === undefined) {
    throw new CliError(`--format: "${format}" is none of ${Object.keys(FORMATTERS).join(', ')}`);
  }
  return formatter(catalogue);
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: false,
      options: { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : error} (--help says more)`);
  }
}

// `rules | head` closes stdout early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.stdout.write(printed(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`rules: ${error.message}\n`);
  process.exitCode = 1;
}
