import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketEventSchema } from '../../../src/contract/events';
import { scheduledRunId } from '../../../src/scan/run-id';

describe('the id of a scheduled run', () => {
  it('is one that events can carry, the same for the same hour and turn, and another for any other', () => {
    const turn = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(turn, turn, ([hour, nth], [otherHour, otherNth]) => {
        const runId = scheduledRunId(hour, nth);
        expect(ticketEventSchema.parse({ runId })).toEqual({ runId });
        const same = hour === otherHour && nth === otherNth;
        expect(scheduledRunId(otherHour, otherNth) === runId).toBe(same);
      }),
    );
  });
});
