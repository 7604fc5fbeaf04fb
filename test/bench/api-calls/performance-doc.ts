import { MINUTE_MS } from '../../../src/domain/time';
import { catalogue } from '../../../src/rules';
import { RequestBudget } from '../../../src/scan/request-budget';
import { benchAccount, REGION } from './estate';
import { measure } from './measure';
import { type Report, reportOf, table } from './report';
import { DEFAULT_SIZES, type Sizes } from './sizes';

/** Of the scan's consumer; manifest.yml says it in seconds. */
const TIMEOUT_MINUTES = 15;
const { limit: PER_INVOCATION, beginsUntil: BEGINS_UNTIL } = RequestBudget.ofInvocation(
  TIMEOUT_MINUTES * MINUTE_MS,
);
const GROWN_BY = 200;

const NAMES: Record<keyof Sizes, string> = {
  buckets: 'buckets, one in five without a block of its own',
  snapshots: 'EBS snapshots',
  users: 'IAM users',
  roles: 'IAM roles',
  'security-groups': 'security groups',
  functions: 'functions',
  keys: 'customer managed keys',
  instances: 'instances',
  volumes: 'volumes',
  databases: 'databases',
  'database-snapshots': 'manual database snapshots, half of them unencrypted',
  others: 'of each other kind',
};
const KINDS: (keyof Sizes)[] = [
  'buckets',
  'users',
  'roles',
  'snapshots',
  'volumes',
  'security-groups',
  'instances',
  'functions',
  'keys',
  'databases',
  'database-snapshots',
  'others',
];

/** docs/performance/api-calls.md, measured anew. It takes about a minute. */
export async function performanceDocument(): Promise<string> {
  const base = await reportFor({});
  const empty = await reportFor(Object.fromEntries(KINDS.map((kind) => [kind, 0])));
  const growth: string[] = [];
  for (const kind of KINDS) growth.push(...growthRows(kind, base, await grown(kind)));
  const parts = [
    await partsRow('100 buckets', 'global', {}),
    await partsRow('1,000 buckets', 'global', { buckets: 1000 }),
    await partsRow('3,000 buckets', 'global', { buckets: 3000 }),
    await partsRow('1,000 keys and 2,000 functions', REGION, { keys: 1000, functions: 2000 }),
  ];
  return `# AWS API calls of a scan

<!-- Written by \`npm run --silent bench:api-calls -- --markdown > docs/performance/api-calls.md\`; a test compares its figures. -->

## AWS API calls

${callsOf(base)}

\`\`\`
npm run bench:api-calls                       # the table; ends with 1 where a call is over its budget
npm run bench:api-calls -- --buckets 1000     # another account; --help names the kinds
npm run bench:api-calls -- --json
npm run bench:api-calls -- --per-invocation ${PER_INVOCATION} --buckets 3000
\`\`\`

The sandbox's AWS is started with pages as large as each API gives; the product's own readers ask it over HTTP through
the SDK, and what is counted are the SDK's attempts, retries among them. The budget is the cheap form: a list costs as many
calls as its largest page makes of it, and a question per resource is asked only of those resources that some rule cannot
judge without (\`test/bench/api-calls/budget.ts\` states it for every operation). No request is sent twice.
\`test/integration/api-calls.test.ts\` holds the account and a smaller one to this in CI, and fails on an operation for
which nobody has stated a budget.

${table(base.rows)}

An account with nothing in it costs ${callsIn(empty, 'global')} calls, and ${callsIn(empty, REGION)} for each region that it has enabled: lists that
are empty, and settings of the account or the region.

## Requests of one invocation

Forge lets an invocation send 100 requests to the outside per minute of its timeout, rounded up: 1,500 for the scan's consumer
with its 900 s. A work item is one account in one scope. The account above sends ${requestsIn(base, 'global')} requests for \`global\` and ${requestsIn(base, REGION)} for its
region, the one that assumes the role included. What goes to Forge and to Jira (SQL, KVS, queues, requestJira) is not sent to the outside.

The scan keeps to ${number(PER_INVOCATION)} of the 1,500 and begins nothing new past three quarters of those, so a scope that needs more than
some ${number(BEGINS_UNTIL)} requests is read by more than one invocation (docs/architecture.md, *An invocation stops in time*). From the
account above, one kind growing at a time:

| kind | scope | requests per further 100 | a second invocation from |
| --- | --- | ---: | ---: |
${growth.join('\n')}

Accounts beyond that are read in parts, with the same findings. Measured with ${number(PER_INVOCATION)} requests for an invocation:

| account | scope | invocations | requests |
| --- | --- | ---: | ---: |
${parts.join('\n')}

Going on costs the lists of the kinds that are left, once more per invocation. What does not go on: a kind whose list alone
takes more than ${number(PER_INVOCATION)} requests (1.4 million volumes, 70,000 functions), or one resource that does. Its rules are unknown, with that reason.
"Check again now" runs in a resolver with 25 s and 95 requests; where a list is longer it says that the next scan will read it.
`;
}

/** What the account is, and how many calls it takes. */
export function callsOf({ calls, scopes }: Report): string {
  const sizes = DEFAULT_SIZES;
  const judgements = scopes.reduce((sum, { evaluations }) => sum + evaluations, 0);
  return `One scan of one account: \`global\` and one region, all ${catalogue.length} rules of the catalogue on. The account holds ${sizes.buckets} buckets (one in
five without a public access block of its own, and none for the account), ${sizes.snapshots} EBS snapshots, ${sizes.users} users, ${sizes.roles} roles, ${sizes['security-groups']}
security groups, ${sizes.functions} functions, ${sizes.keys} keys (one in ten asymmetric), ${sizes.instances} instances, ${sizes.volumes} volumes, ${sizes.databases} databases, ${sizes['database-snapshots']} database
snapshots and ${sizes.others} of every other kind that the sandbox knows. **${number(calls)} calls in all**, for ${number(judgements)} judgements.`;
}

async function reportFor(sizes: Partial<Sizes>, perInvocation?: number): Promise<Report> {
  const account = benchAccount({ ...DEFAULT_SIZES, ...sizes });
  return reportOf(account, await measure(account, perInvocation));
}

const grown = (kind: keyof Sizes) => reportFor({ [kind]: DEFAULT_SIZES[kind] + GROWN_BY });

function growthRows(kind: keyof Sizes, base: Report, more: Report): string[] {
  const inGlobal = ['buckets', 'users', 'roles'].includes(kind);
  return ['global', REGION].flatMap((scope) => {
    const per100 = Math.round(((requestsIn(more, scope) - requestsIn(base, scope)) / GROWN_BY) * 100);
    // Of a kind that is all in one scope, the other says nothing.
    if (per100 <= 0 && kind !== 'others' && inGlobal !== (scope === 'global')) return [];
    const room = roomFor(per100, BEGINS_UNTIL - requestsIn(base, scope), DEFAULT_SIZES[kind]);
    return `| ${NAMES[kind]} | ${nameOf(scope)} | ${per100} | ${room} |`;
  });
}

function roomFor(per100: number, left: number, now: number): string {
  if (per100 <= 0) return 'grows by pages of lists only';
  if (per100 < 10) return 'over 10,000';
  return `about ${number(Math.floor((now + (left / per100) * 100) / 10) * 10)}`;
}

async function partsRow(account: string, scope: string, sizes: Partial<Sizes>): Promise<string> {
  const report = await reportFor(sizes, PER_INVOCATION);
  const read = scopeOf(report, scope);
  if (read.unread.length > 0) throw new Error(`${account}: ${read.unread[0]}`);
  return `| ${account} | ${nameOf(scope)} | ${read.invocations} | ${number(read.requests)} |`;
}

function scopeOf({ scopes }: Report, wanted: string): Report['scopes'][number] {
  const found = scopes.find(({ scope }) => scope === wanted);
  if (found === undefined) throw new Error(`Nothing was measured in ${wanted}`);
  return found;
}

const callsIn = (report: Report, scope: string) => scopeOf(report, scope).calls;
const requestsIn = (report: Report, scope: string) => scopeOf(report, scope).requests;
const nameOf = (scope: string) => (scope === 'global' ? 'global' : 'region');
const number = (value: number) => value.toLocaleString('en');
