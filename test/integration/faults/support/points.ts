import type { FaultRule } from '../../../../sandbox/aws/server';
import type { SqlFault } from '../../../../sandbox/forge/host';
import type { FaultEffect } from '../../../../sandbox/jira/http/faults';
import { HOUR } from '../../pipeline/support/pipeline';
import type { Story } from './story';

/** One thing that goes wrong in an hour. */
export interface FaultPoint {
  name: string;
  /** Makes it so; what it returns ends it, and says whether it came to pass. */
  set(story: Story): () => boolean;
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

/**
 * Every invocation of an hour is cut off after each of its calls to AWS, SQL, KVS, Jira or a queue in turn.
 * @param hour the invocations of a clean hour, in their order
 */
export function cuts(hour: readonly { functionKey: string; calls: number }[]): FaultPoint[] {
  const seen = new Map<string, number>();
  return hour.flatMap(({ functionKey, calls }) => {
    const nth = seen.get(functionKey) ?? 0;
    seen.set(functionKey, nth + 1);
    return Array.from({ length: calls }, (_, index): FaultPoint => {
      const afterCalls = index + 1;
      return {
        name: `${functionKey} ${nth + 1} is cut off after call ${afterCalls}`,
        set({ pipeline: { host } }) {
          const before = host.counters().cutOffs;
          host.cutOffOnce({ functionKey, afterCalls, afterInvocations: nth });
          return () => {
            host.cutOffOnce(null);
            return host.counters().cutOffs > before;
          };
        },
      };
    });
  });
}

function ofAws(rule: FaultRule): FaultPoint {
  const { kind, ...how } = rule.fault;
  return {
    name: `AWS: ${rule.operation ?? 'any operation'} ${kind} ${JSON.stringify(how)}`,
    set({ pipeline }) {
      const aws = awsOf(pipeline);
      const end = aws.faults.add(rule);
      return () => {
        end();
        return true;
      };
    },
  };
}

/** Longer than the sandbox lets a request take in this story. */
const TOO_LONG_MS = 3_000;
export const REQUEST_SECONDS = 2;

/** Some calls go wrong, and the next attempt gets through. */
export const passingFaultsOfAws = (): FaultPoint[] =>
  [
    { fault: { kind: 'throttle', share: 0.3, seed: SEED } } as const,
    { fault: { kind: 'error', status: 500, first: 5 } } as const,
    { fault: { kind: 'error', status: 503, first: 40 } } as const,
    { fault: { kind: 'malformed', first: 7 } } as const,
    { fault: { kind: 'reset', first: 5 } } as const,
    { fault: { kind: 'latency', ms: TOO_LONG_MS, first: 3 } } as const,
  ].map(ofAws);

/** No attempt gets through for the whole hour. */
export const lastingFaultsOfAws = (): FaultPoint[] =>
  [
    { fault: { kind: 'deny' } } as const,
    { fault: { kind: 'deny', by: 'scp' } } as const,
    { fault: { kind: 'throttle' } } as const,
    { fault: { kind: 'error', status: 500 } } as const,
    { fault: { kind: 'error', status: 503 } } as const,
    { fault: { kind: 'malformed' } } as const,
    { fault: { kind: 'reset' } } as const,
  ].map(ofAws);

/** Every operation that a scan uses is denied in turn, AssumeRole among them. */
export const denials = (operations: readonly string[]): FaultPoint[] =>
  operations.map((operation) => ofAws({ operation, fault: { kind: 'deny' } }));

/** The role is deleted while its account is scanned, and there again the hour after. */
export const deletedRoles = (calls: readonly number[]): FaultPoint[] =>
  calls.map((after) => ({
    name: `the roles are deleted after ${after} calls of AWS`,
    set({ pipeline, estate }) {
      const kept = estate.accounts.map((account) => ({ account, roles: account.roles }));
      let deleted = false;
      awsOf(pipeline).afterCalls(after, () => {
        deleted = true;
        for (const { account } of kept) account.roles = {};
      });
      return () => {
        for (const { account, roles } of kept) account.roles = roles;
        return deleted;
      };
    },
  }));

/** The sessions that the roles gave out end while their account is scanned. */
export const expiredSessions = (calls: readonly number[]): FaultPoint[] =>
  calls.map((after) => ({
    name: `the sessions end after ${after} calls of AWS`,
    set({ pipeline }) {
      let ended = false;
      awsOf(pipeline).afterCalls(after, () => {
        ended = true;
        pipeline.clock.advance(HOUR + 60_000);
      });
      return () => ended;
    },
  }));

/** Somebody gave the hub's user another key, and the app does not know. */
export const wrongSecret: FaultPoint = {
  name: 'the hub’s secret is wrong',
  set({ estate }) {
    const [key] = estate.hub.accessKeys;
    if (key === undefined) throw new Error('The hub has no key');
    const { secret } = key;
    key.secret = 'another-secret-than-the-app-was-given';
    return () => {
      key.secret = secret;
      return true;
    };
  },
};

/** Each of the hour's calls of Jira in turn is refused, fails, or is done and its answer lost. */
export function jiraFaults(calls: number): FaultPoint[] {
  const effects: FaultEffect[] = [
    { kind: 'rate-limit', retryAfterSeconds: 1 },
    { kind: 'error', status: 500 },
    { kind: 'answer-lost' },
  ];
  return effects.flatMap((effect) =>
    Array.from(
      { length: calls },
      (_, after): FaultPoint => ({
        name: `Jira: ${effect.kind} at call ${after + 1}`,
        set({ pipeline: { jira } }) {
          jira.faults.add({ appOnly: true, effect, after, times: 1 });
          return () => {
            const struck = jira.faults.outstanding === 0;
            jira.faults.clear();
            return struck;
          };
        },
      }),
    ),
  );
}

/** Each of the hour's statements in turn fails, or is executed and its answer lost; or many are over the rate. */
export function sqlFaults(statements: number): FaultPoint[] {
  const at = Array.from({ length: statements }, (_, after) => after);
  const faults: SqlFault[] = [
    ...at.map((after) => ({ effect: 'error', after, times: 1 }) as const),
    ...at.map((after) => ({ effect: 'answer-lost', after, times: 1 }) as const),
    ...at.map((after) => ({ effect: 'rate-limit', after, times: 30 }) as const),
  ];
  return faults.map((fault) => ({
    name: `SQL: ${fault.effect} at statement ${fault.after + 1}`,
    set({ pipeline: { host } }) {
      host.failSql(fault);
      return () => {
        host.failSql(null);
        return true;
      };
    },
  }));
}

/** The queue does what it is documented to do now and then, to every event. */
export function eventFaults(): FaultPoint[] {
  const disturbances = [
    { name: 'every event comes twice', disturbance: { twice: true } },
    { name: 'events come in the opposite order', disturbance: { newestFirst: true } },
    { name: 'every event comes 70 minutes late', disturbance: { lateMs: 70 * 60_000 } },
    {
      name: 'every event comes late, twice, and in the opposite order',
      disturbance: { lateMs: 20 * 60_000, twice: true, newestFirst: true },
    },
  ];
  return disturbances.map(({ name, disturbance }) => ({
    name,
    set({ pipeline: { host } }) {
      host.disturbEvents(disturbance);
      return () => {
        host.disturbEvents({});
        return true;
      };
    },
  }));
}

/** Scans of the same accounts at the same time. */
export const overlaps: FaultPoint[] = [
  {
    name: 'an admin starts a scan while the hour’s is going',
    set: () => () => true,
    async hour({ pipeline: { host, pages } }) {
      await host.runScheduledTrigger('hourly-scan');
      await pages.admin('startScan', {});
      await host.drainQueues({ skipDelays: true });
    },
  },
  {
    name: 'the events of an hour come when the next one has begun',
    set({ pipeline: { host } }) {
      host.disturbEvents({ lateMs: 61 * 60_000 });
      return () => {
        host.disturbEvents({});
        return true;
      };
    },
    async hour({ pipeline: { host, clock } }) {
      await host.runScheduledTrigger('hourly-scan');
      clock.advance(HOUR);
      host.disturbEvents({});
      await host.runScheduledTrigger('hourly-scan');
      await host.drainQueues({ skipDelays: true });
    },
  },
];

function awsOf({ aws }: Story['pipeline']) {
  if (aws === null) throw new Error('The story has an AWS of its own');
  return aws;
}
