import fc from 'fast-check';
import type { FaultEffect } from '../../../sandbox/jira/http/faults';
import { SCOPES } from './estate';
import { FUNCTIONS, type InvocationFault } from './platform';
import { MINUTE, type World } from './world';

/** What goes wrong in one hour, as a story tells it. */
export interface Fault {
  say: string;
  arm(world: World): void;
}

const invocationFault: fc.Arbitrary<{ said: string; fault: InvocationFault }> = fc.oneof(
  fc.nat(60).map((nth) => ({
    said: `is cut off after its ${nth + 1}. call`,
    fault: { kind: 'cut-off' as const, after: nth + 1 },
  })),
  fc.tuple(fc.nat(40), fc.boolean()).map(([nth, done]) => ({
    said: done
      ? `does not hear that its ${nth + 1}. SQL statement was carried out`
      : `has its ${nth + 1}. SQL statement refused`,
    fault: { kind: 'sql-fails' as const, nth: nth + 1, done },
  })),
);

const ofInvocations = fc.tuple(fc.constantFrom(...FUNCTIONS), invocationFault).map(
  ([functionKey, { said, fault }]): Fault => ({
    say: `an invocation of ${functionKey} ${said}`,
    arm: ({ platform }) => platform.breakNext(functionKey, fault),
  }),
);

/** What goes wrong with calls of Jira. */
export const JIRA: ReadonlyMap<string, FaultEffect> = new Map([
  ['an answer of Jira is lost', { kind: 'answer-lost' }],
  ['Jira answers 500', { kind: 'error', status: 500 }],
  ['Jira answers 429', { kind: 'rate-limit', retryAfterSeconds: 30 }],
]);

const ofJira = fc
  .tuple(fc.constantFrom(...JIRA), fc.constantFrom('POST', 'PUT', 'GET'), fc.nat(6), fc.constantFrom(1, 6))
  .map(
    ([[what, effect], method, after, times]): Fault => ({
      say: `${what} to ${method} number ${after + 1}${times > 1 ? ` and to the ${times - 1} that follow` : ''}`,
      arm: (world) => world.breakJira({ effect, method, after, times, appOnly: true }),
    }),
  );

const twice = fc.constant<Fault>({
  say: 'every event is delivered twice',
  arm: ({ platform }) => {
    platform.deliverTwice = true;
  },
});

const searchLags = fc.constant<Fault>({
  say: 'what is written shows up in searches 5 minutes later',
  arm: ({ jira }) => jira.setSearchLag(5 * MINUTE),
});

const overlap = fc.constantFrom(...SCOPES).map(
  (of): Fault => ({
    say: `while a scan reads ${of.operation}, somebody runs another one`,
    arm: (world) => world.overlapScans(of),
  }),
);

/** Up to two things that go wrong in an hour; nothing in some. */
export const manyFaults: fc.Arbitrary<Fault[]> = fc.array(
  fc.oneof(
    { arbitrary: ofInvocations, weight: 5 },
    { arbitrary: ofJira, weight: 4 },
    { arbitrary: twice, weight: 1 },
    { arbitrary: searchLags, weight: 1 },
    { arbitrary: overlap, weight: 1 },
  ),
  { maxLength: 2 },
);

export const noFaults: fc.Arbitrary<Fault[]> = fc.constant([]);
