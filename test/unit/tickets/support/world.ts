import type { RolloutPolicy } from '../../../../src/domain/rollout/policy';
import type { IssueTracker, TicketDeps, TicketStore } from '../../../../src/tickets/ports';
import { syncTickets } from '../../../../src/tickets/sync-tickets';
import type { TicketFinding } from '../../../../src/tickets/ticket-finding';
import { ticketPolicy } from '../../../fixtures/rollout';
import { FakeJira } from './fake-jira';
import { decisions, NOW } from './findings';
import { MemoryStore } from './memory-store';

export const RUN = '11111111-1111-4111-8111-111111111111';
export const NEXT_RUN = '22222222-2222-4222-8222-222222222222';

/** Everything that a sync touches, in memory. */
export function world(findings: readonly TicketFinding[] = [], more: Partial<RolloutPolicy> = {}) {
  const clock = { at: NOW, now: () => clock.at };
  const store = new MemoryStore(findings);
  const jira = new FakeJira(clock);
  let ids = 0;
  const settings = { policy: ticketPolicy(more) };
  const deps: TicketDeps = {
    store,
    tracker: jira,
    clock,
    decisions: async () => decisions(settings.policy),
    newId: () => `owner-${++ids}`,
  };
  let events = 0;
  const sync = (
    runId = RUN,
    override: Partial<TicketDeps> = {},
    remainingMs = () => 600_000,
    repeated?: { owner: string; again: boolean },
  ) => {
    const invocation = repeated ?? { owner: `event-${++events}`, again: false };
    return syncTickets({ ...deps, ...override }, { ...invocation, runId, remainingMs });
  };
  return { clock, store, jira, deps, settings, sync };
}

/** The tracker, but for some of its methods. */
export function overriding(tracker: IssueTracker, methods: Partial<IssueTracker>): IssueTracker {
  return new Proxy(tracker, {
    get: (target, name) => {
      const method: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}

export class CutOff extends Error {}

/** Counts every call of both ports, and cuts the invocation off at one of them. */
export class Fuse {
  calls = 0;

  /** `answered`: the call has its effect and the answer is lost; else it never arrives. */
  constructor(
    private readonly at: number,
    private readonly answered: boolean,
    private readonly blow: () => Error = () => new CutOff('cut off'),
  ) {}

  wrapStore(store: TicketStore): TicketStore {
    return this.#wrap(store);
  }

  wrapTracker(tracker: IssueTracker): IssueTracker {
    return this.#wrap(tracker);
  }

  #wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        if (method.constructor.name === 'AsyncGeneratorFunction') return method.bind(target);
        return async (...parameters: unknown[]) => {
          this.calls += 1;
          const blown = this.calls === this.at;
          if (blown && !this.answered) throw this.blow();
          const answer: unknown = await method.apply(target, parameters);
          if (blown) throw this.blow();
          return answer;
        };
      },
    });
  }
}
