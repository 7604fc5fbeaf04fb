import type { RolloutPolicy } from '../domain/rollout/policy';
import type { CreatedCount } from './ports';

interface Room {
  policy: Pick<RolloutPolicy, 'name' | 'ceiling'>;
  run: number;
  day: number;
}

/** How many issues each policy may still file in this run and today. */
export class Ceilings {
  readonly #rooms: ReadonlyMap<string, Room>;

  constructor(policies: readonly RolloutPolicy[], created: ReadonlyMap<string, CreatedCount>) {
    this.#rooms = new Map(
      policies.map((policy) => {
        const { inRun, today } = created.get(policy.id) ?? { inRun: 0, today: 0 };
        return [
          policy.id,
          { policy, run: policy.ceiling.perRun - inRun, day: policy.ceiling.perDay - today },
        ];
      }),
    );
  }

  /** How many issues the policy may still file now. */
  room(policyId: string): number {
    const room = this.#rooms.get(policyId);
    return room === undefined ? 0 : Math.max(0, Math.min(room.run, room.day));
  }

  /** Takes room for one issue. Answers which ceiling is in the way, in words; null when there was room. */
  take(policyId: string): string | null {
    const room = this.#rooms.get(policyId);
    if (room === undefined) return 'its policy is gone';
    const { name, ceiling } = room.policy;
    if (room.day <= 0) return `the policy ${name} files at most ${ceiling.perDay} issues a day`;
    if (room.run <= 0) return `the policy ${name} files at most ${ceiling.perRun} issues a run`;
    room.run -= 1;
    room.day -= 1;
    return null;
  }
}
