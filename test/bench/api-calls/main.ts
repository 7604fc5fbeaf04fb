import { benchAccount } from './estate';
import { measure } from './measure';
import { performanceDocument } from './performance-doc';
import { formatInvocations, formatReport, reportOf } from './report';
import { HELP, OptionError, parseOptions } from './sizes';

const EXIT_OVER = 1;
const EXIT_WRONG = 2;

async function main(argv: string[]): Promise<number> {
  const { sizes, perInvocation, json, markdown, help } = parseOptions(argv);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (markdown) {
    process.stdout.write(await performanceDocument());
    return 0;
  }
  const account = benchAccount(sizes);
  const report = reportOf(account, await measure(account, perInvocation ?? undefined));
  const format = perInvocation === null ? formatReport : formatInvocations;
  process.stdout.write(json ? `${JSON.stringify({ sizes, ...report }, null, 2)}\n` : format(report));
  const readInWhole = report.scopes.every(({ unread }) => unread.length === 0);
  return (perInvocation === null ? report.ok : readInWhole) ? 0 : EXIT_OVER;
}

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`bench:api-calls: ${error.message}\n`);
    process.exitCode = EXIT_WRONG;
  },
);
