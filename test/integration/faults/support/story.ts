import { type Estate, loadEstate } from '../../../../sandbox/aws/server';
import { demoSetup } from '../../../../sandbox/demo/setup';
import type { Counters } from '../../../../sandbox/forge/counters';
import type { FindingRow, FindingsQuery } from '../../../../src/contract/findings';
import {
  HOUR,
  PAYMENTS,
  PIPELINE_ESTATE,
  type Pipeline,
  type PipelineOptions,
  startPipeline,
  WEB,
} from '../../pipeline/support/pipeline';

const STATES: FindingsQuery['states'] = ['open', 'unknown', 'resolved'];

/** What people can see. */
export interface Snapshot {
  /** By rule and resource: its state and its issue. */
  findings: Record<string, { state: string; issue: string | null }>;
  /** By key: the category of its status, `done` when it is closed. */
  issues: Record<string, string>;
}

export type Phase = 'as it was' | 'changed';

/** Two accounts that change every hour and back, with all that is found filed. */
export interface Story {
  options: PipelineOptions;
  pipeline: Pipeline;
  estate: Estate;
  /** After a clean hour of each phase. */
  clean: Record<Phase, Snapshot>;
  /** By issue: the comments that a clean hour which brings the phase adds. */
  cleanComments: Record<Phase, Record<string, number>>;
  /** Brings the estate into its other phase: something is fixed, something is gone, something fails anew. */
  change(): Phase;
  snapshot(): Promise<Snapshot>;
  /** By issue: how many comments it has. */
  comments(): Record<string, number>;
}

export const other = (phase: Phase): Phase => (phase === 'changed' ? 'as it was' : 'changed');

/** Starts the story, and lives through clean hours until both phases have been seen twice. */
export async function startStory(options: PipelineOptions): Promise<Story> {
  const estate = await loadEstate(PIPELINE_ESTATE);
  const pipeline = await startPipeline({ ...options, estate: { estate, setup: demoSetup(estate) } });
  const change = changesOf(estate);
  const snapshot = () => snapshotOf(pipeline);
  const comments = () => commentsOf(pipeline);
  await pipeline.runHour();
  const clean: Partial<Record<Phase, Snapshot>> = {};
  const cleanComments: Partial<Record<Phase, Record<string, number>>> = {};
  // What is filed in the first hour is closed or opened again in the later ones.
  for (let hour = 0; hour < 4; hour += 1) {
    const before = comments();
    const phase = change();
    await pipeline.nextHour();
    clean[phase] = await snapshot();
    cleanComments[phase] = added(before, comments());
  }
  return {
    options,
    pipeline,
    estate,
    clean: bothOf(clean),
    cleanComments: bothOf(cleanComments),
    change,
    snapshot,
    comments,
  };
}

/** Two hours in which the estate changes, and back, and nothing breaks: what each asked of everybody. */
export async function costsOfHours({
  pipeline: { host, clock },
  change,
}: Story): Promise<Record<Phase, Counters>> {
  const costs: Partial<Record<Phase, Counters>> = {};
  for (let hour = 0; hour < 2; hour += 1) {
    const phase = change();
    clock.advance(HOUR);
    host.resetCounters();
    await host.runScheduledTrigger('hourly-scan');
    await host.drainQueues({ skipDelays: true });
    costs[phase] = structuredClone(host.counters());
  }
  return bothOf(costs);
}

/** The same of both phases. */
export function ofBoth<Seen, Made>(of: Record<Phase, Seen>, make: (seen: Seen) => Made): Record<Phase, Made> {
  return { changed: make(of.changed), 'as it was': make(of['as it was']) };
}

function bothOf<Seen>({ changed, 'as it was': before }: Partial<Record<Phase, Seen>>): Record<Phase, Seen> {
  if (changed === undefined || before === undefined) throw new Error('The story has not seen both phases');
  return { changed, 'as it was': before };
}

/** By issue: how many comments came. */
export function added(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([key, count]) => [key, count - (before[key] ?? 0)]));
}

function changesOf(estate: Estate): () => Phase {
  const volumesOf = (accountId: string, region: string) => {
    const volumes = estate.accounts.find(({ id }) => id === accountId)?.regions[region]?.volumes;
    if (volumes === undefined) throw new Error(`The estate has no volumes in ${region} of ${accountId}`);
    return volumes;
  };
  const ledger = volumesOf(PAYMENTS, 'us-east-1')['ledger-1'];
  const archive = volumesOf(PAYMENTS, 'eu-west-1')['archive'];
  const web = volumesOf(WEB, 'eu-west-1');
  const cms = web['cms'];
  if (ledger === undefined || archive === undefined || cms === undefined)
    throw new Error('The estate has other volumes than the story');
  let phase: Phase = 'as it was';
  return () => {
    phase = other(phase);
    const changed = phase === 'changed';
    ledger.encrypted = changed;
    archive.encrypted = !changed;
    if (changed) delete web['cms'];
    else web['cms'] = cms;
    return phase;
  };
}

async function snapshotOf({ pages, jira: { store } }: Pipeline): Promise<Snapshot> {
  const categoryOf = new Map(store.site.statuses.map(({ id, category }) => [id, category]));
  const rows: FindingRow[] = [];
  for (let page = 1, total = 1; rows.length < total; page += 1) {
    const answer = await pages.global('listFindings', { states: STATES, pageSize: 100, page });
    rows.push(...answer.rows);
    total = answer.rows.length === 0 ? rows.length : answer.total;
  }
  const named = rows.map(
    ({ ruleId, resourceArn, state, issueKey }) =>
      [`${ruleId} ${resourceArn}`, { state, issue: issueKey }] as const,
  );
  const issues = [...store.issues()].map(
    (issue) => [store.keyOf(issue), categoryOf.get(issue.statusId) ?? 'unknown'] as const,
  );
  return { findings: Object.fromEntries(named.sort()), issues: Object.fromEntries(issues.sort()) };
}

function commentsOf({ jira: { store } }: Pipeline): Record<string, number> {
  return Object.fromEntries([...store.issues()].map((issue) => [store.keyOf(issue), issue.comments.length]));
}
