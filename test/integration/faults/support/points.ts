import type { AwsSandbox, FaultRule } from '../../../../sandbox/aws/server';
import type { EventDisturbance, SqlFault } from '../../../../sandbox/forge/host';
import type { FaultEffect } from '../../../../sandbox/jira/http/faults';
import { HOUR } from '../../pipeline/support/pipeline';
import type { Phase, Story } from './story';

/** One thing that goes wrong in an hour. */
export interface FaultPoint {
  name: string;
  /** What the hour has to bring for the fault to strike; either phase when left out. */
  phase?: Phase | undefined;
  /**
   * Hours after its own by which all has to be as if nothing had happened. 0: in its own hour, by the platform's repeats and the
   * app's tries alone. 1 when left out: the next trigger makes up for it.
   */
  hoursToRecover?: number;
  /** Makes it so; what it returns ends it, and says how often it struck, by the sandbox's own count. */
  set(story: Story): () => number | Promise<number>;
  /** The hour itself where it is another than a trigger and what follows from it. */
  hour?(story: Story): Promise<void>;
}

/** FAULTS=all tries every point; without it a sample, drawn by FAULTS_SEED. FAULTS_ONLY tries those of that name. */
export const SEED = Number(process.env['FAULTS_SEED'] ?? 20_261_124);

/** As many of the points as CI has time for, the same for the same seed. */
export function sampled(points: FaultPoint[], size: number): FaultPoint[] {
  const only = process.env['FAULTS_ONLY'];
  if (only !== undefined) return points.filter(({ name }) => name.includes(only));
  if (process.env['FAULTS'] === 'all' || points.length <= size) return points;
  let state = SEED;
  const drawn = points.map((point) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return { point, lot: state };
  });
  return drawn
    .sort((a, b) => a.lot - b.lot)
    .slice(0, size)
    .map(({ point }) => point);
}

/** One number after the other of an hour's calls, each with the phase whose hours alone have so many. */
function eachCall<Made>(calls: Record<Phase, number>, make: (nth: number, phase?: Phase) => Made): Made[] {
  const { changed, 'as it was': before } = calls;
  const longer = changed > before ? 'changed' : 'as it was';
  return Array.from({ length: Math.max(changed, before) }, (_, index) =>
    make(index + 1, index < Math.min(changed, before) ? undefined : longer),
  );
}

/**
 * Every invocation of a function in an hour is cut off after each of its calls to AWS, SQL, KVS, Jira or a queue in turn.
 * @param hours the invocations of a clean hour that brings the phase, in their order
 */
export function cuts(
  functionKey: string,
  hours: Record<Phase, readonly { functionKey: string; calls: number }[]>,
  hoursToRecover: number,
): FaultPoint[] {
  const callsOf = (phase: Phase): number[] =>
    hours[phase].filter((each) => each.functionKey === functionKey).map(({ calls }) => calls);
  const [changed, before] = [callsOf('changed'), callsOf('as it was')];
  return Array.from({ length: Math.max(changed.length, before.length) }, (_, nth) => nth).flatMap((nth) => {
    const calls = { changed: changed[nth] ?? 0, 'as it was': before[nth] ?? 0 };
    return eachCall(calls, (afterCalls, phase): FaultPoint => {
      return {
        name: `${functionKey} ${nth + 1} is cut off after call ${afterCalls}`,
        phase,
        hoursToRecover,
        set({ pipeline: { host } }) {
          const before = host.counters().cutOffs;
          host.cutOffOnce({ functionKey, afterCalls, afterInvocations: nth });
          return () => {
            host.cutOffOnce(null);
            return host.counters().cutOffs - before;
          };
        },
      };
    });
  });
}

function ofAws(rule: FaultRule, hoursToRecover = 1): FaultPoint {
  const { fault, operation = 'any operation', attempts } = rule;
  const { kind, ...how } = fault;
  return {
    name: `AWS: ${operation} ${kind} ${JSON.stringify({ ...how, attempts })}`,
    hoursToRecover,
    set({ pipeline }) {
      const { faults } = awsOf(pipeline);
      const before = faults.struck;
      const end = faults.add(rule);
      return () => {
        end();
        return faults.struck - before;
      };
    },
  };
}

/** Longer than the sandbox lets a request take in this story. */
const TOO_LONG_MS = 3_000;
export const REQUEST_SECONDS = 2;

/** One less than the app makes. */
const ATTEMPTS = 3;

/** Some calls go wrong, and the last attempt gets through at the latest: nobody may notice. */
export const passingFaultsOfAws = (): FaultPoint[] =>
  [
    { kind: 'throttle', share: 0.3, seed: SEED } as const,
    { kind: 'error', status: 500, first: 40 } as const,
    { kind: 'error', status: 503, first: 40 } as const,
    { kind: 'reset', first: 40 } as const,
    { kind: 'latency', ms: TOO_LONG_MS, first: 5 } as const,
  ].map((fault) => ofAws({ fault, attempts: ATTEMPTS }, 0));

/** Some calls go wrong for good: the last attempt too, or the SDK tries no second time. */
export const fewFaultsOfAws = (): FaultPoint[] =>
  [{ kind: 'throttle', share: 0.3, seed: SEED } as const, { kind: 'malformed', first: 7 } as const].map(
    (fault) => ofAws({ fault }),
  );

/** No attempt gets through for the whole hour: to any service, which ends with the role, or to the one that is called most. */
export const lastingFaultsOfAws = (): FaultPoint[] =>
  (
    [
      { kind: 'deny' },
      { kind: 'deny', by: 'scp' },
      { kind: 'throttle' },
      { kind: 'error', status: 500 },
      { kind: 'error', status: 503 },
      { kind: 'malformed' },
      { kind: 'reset' },
      { kind: 'latency', ms: TOO_LONG_MS },
    ] as const
  ).flatMap((fault) => [ofAws({ fault }), ofAws({ fault, operation: 'ec2:*' })]);

/** Every operation that a scan uses is denied in turn, AssumeRole among them. */
export const denials = (operations: readonly string[]): FaultPoint[] =>
  operations.map((operation) => ofAws({ operation, fault: { kind: 'deny' } }));

/** The role is deleted while its account is scanned, and there again the hour after. */
export const deletedRoles = (calls: readonly number[]): FaultPoint[] =>
  calls.map((after) => ({
    name: `the roles are deleted after ${after} calls of AWS`,
    set({ pipeline, estate }) {
      const kept = estate.accounts.map((account) => ({ account, roles: account.roles }));
      const callsSince = onceCalled(awsOf(pipeline), after, () => {
        for (const { account } of kept) account.roles = {};
      });
      return () => {
        for (const { account, roles } of kept) account.roles = roles;
        return callsSince();
      };
    },
  }));

/** The sessions that the roles gave out end while their account is scanned. */
export const expiredSessions = (calls: readonly number[]): FaultPoint[] =>
  calls.map((after) => ({
    name: `the sessions end after ${after} calls of AWS`,
    set: ({ pipeline }) => onceCalled(awsOf(pipeline), after, () => pipeline.clock.advance(HOUR + 60_000)),
  }));

/** Somebody gave the hub's user another key, and the app does not know. */
export const wrongSecret: FaultPoint = {
  name: 'the hub’s secret is wrong',
  set({ estate, pipeline }) {
    const aws = awsOf(pipeline);
    const [key] = estate.hub.accessKeys;
    if (key === undefined) throw new Error('The hub has no key');
    const { secret } = key;
    key.secret = 'another-secret-than-the-app-was-given';
    const before = callsOf(aws, 'sts:AssumeRole');
    return () => {
      key.secret = secret;
      return callsOf(aws, 'sts:AssumeRole') - before;
    };
  },
};

/** Each of the hour's calls of Jira in turn is refused, fails, or is done and its answer lost. */
export function jiraFaults(calls: Record<Phase, number>): FaultPoint[] {
  const effects: FaultEffect[] = [
    { kind: 'rate-limit', retryAfterSeconds: 1 },
    { kind: 'error', status: 500 },
    { kind: 'answer-lost' },
  ];
  return effects.flatMap((effect) =>
    eachCall(
      calls,
      (nth, phase): FaultPoint => ({
        name: `Jira: ${effect.kind} at call ${nth}`,
        phase,
        set({ pipeline: { jira } }) {
          jira.faults.add({ appOnly: true, effect, after: nth - 1, times: 1 });
          return () => {
            const struck = 1 - jira.faults.outstanding;
            jira.faults.clear();
            return struck;
          };
        },
      }),
    ),
  );
}

/** Each of the hour's statements in turn fails, or is executed and its answer lost; or many are over the rate. */
export function sqlFaults(statements: Record<Phase, number>): FaultPoint[] {
  const faults: Omit<SqlFault, 'after'>[] = [
    { effect: 'error', times: 1 },
    { effect: 'answer-lost', times: 1 },
    { effect: 'rate-limit', times: 30 },
  ];
  return faults.flatMap((fault) =>
    eachCall(
      statements,
      (nth, phase): FaultPoint => ({
        name: `SQL: ${fault.effect} at statement ${nth}`,
        phase,
        set({ pipeline: { host } }) {
          const before = host.counters().sqlFaults;
          host.failSql({ ...fault, after: nth - 1 });
          return () => {
            host.failSql(null);
            return host.counters().sqlFaults - before;
          };
        },
      }),
    ),
  );
}

/** The queue does what it is documented to do now and then, to every event. */
export function eventFaults(): FaultPoint[] {
  const disturbances = [
    { name: 'every event comes twice', disturbance: { twice: true } },
    { name: 'events come in the opposite order', disturbance: { lateMs: 60_000, newestFirst: true } },
    { name: 'every event comes 70 minutes late', disturbance: { lateMs: 70 * 60_000 } },
    {
      name: 'every event comes late, twice, and in the opposite order',
      disturbance: { lateMs: 20 * 60_000, twice: true, newestFirst: true },
    },
  ];
  return disturbances.map(({ name, disturbance }) => ({
    name,
    set: ({ pipeline: { host } }) => disturbed(host, disturbance),
    ...(disturbance.newestFirst ? { hour: allAtOnce(disturbance.lateMs) } : {}),
  }));
}

/** An hour whose scans, which start some seconds apart, are all due when the first of them comes. */
function allAtOnce(lateMs: number): NonNullable<FaultPoint['hour']> {
  return async ({ pipeline: { host, clock } }) => {
    await host.runScheduledTrigger('hourly-scan');
    clock.advance(lateMs + 60_000);
    await host.drainQueues({ skipDelays: true });
  };
}

/** What it returns says how often the rarest of the disturbances came. */
function disturbed(host: Story['pipeline']['host'], disturbance: EventDisturbance): () => number {
  const before = { ...host.counters().disturbedEvents };
  host.disturbEvents(disturbance);
  return () => {
    host.disturbEvents({});
    const { late, twice, outOfOrder } = host.counters().disturbedEvents;
    return Math.min(
      disturbance.lateMs === undefined ? Number.POSITIVE_INFINITY : late - before.late,
      disturbance.twice ? twice - before.twice : Number.POSITIVE_INFINITY,
      disturbance.newestFirst ? outOfOrder - before.outOfOrder : Number.POSITIVE_INFINITY,
    );
  };
}

/** Scans of the same accounts at the same time. */
export const overlaps: FaultPoint[] = [
  {
    name: 'an admin starts a scan while the hour’s is going',
    set:
      ({ pipeline }) =>
      () =>
        overlapOf(pipeline),
    async hour({ pipeline: { host, pages } }) {
      await host.runScheduledTrigger('hourly-scan');
      await pages.admin('startScan', {});
      await host.drainQueues({ skipDelays: true });
    },
  },
  {
    name: 'the events of an hour come when the next one has begun',
    set: ({ pipeline: { host } }) => disturbed(host, { lateMs: 61 * 60_000 }),
    async hour({ pipeline: { host, clock } }) {
      await host.runScheduledTrigger('hourly-scan');
      clock.advance(HOUR);
      host.disturbEvents({});
      await host.runScheduledTrigger('hourly-scan');
      await host.drainQueues({ skipDelays: true });
    },
  },
];

/** 1 where the newest run was begun while the one before it was still scanned. */
async function overlapOf({ pages }: Story['pipeline']): Promise<number> {
  const [newest, before] = (await pages.global('listRuns', {})).runs;
  if (newest === undefined || before === undefined) return 0;
  return before.scannedAt !== null && before.scannedAt > newest.startedAt ? 1 : 0;
}

/** Makes a change after so many calls of AWS; what it returns says how many came after it. */
function onceCalled(aws: AwsSandbox, after: number, change: () => void): () => number {
  let before: number | null = null;
  aws.afterCalls(after, () => {
    // The call that brings it about comes to feel it too.
    before = callsOf(aws) - 1;
    change();
  });
  return () => (before === null ? 0 : callsOf(aws) - before);
}

/** How often AWS was called so far, by one operation or by all. */
function callsOf(aws: AwsSandbox, operation?: string): number {
  const calls = aws.calls();
  if (operation !== undefined) return calls[operation] ?? 0;
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

function awsOf({ aws }: Story['pipeline']) {
  if (aws === null) throw new Error('The story has an AWS of its own');
  return aws;
}
