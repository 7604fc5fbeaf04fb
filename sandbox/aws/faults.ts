import { matchesAction } from './permissions';

/** What goes wrong. */
export type Fault =
  /** Access denied; `scp` says an explicit deny in a service control policy, the default that nothing allows it. */
  | { kind: 'deny'; by?: 'scp' | 'identity' }
  /** Throttles the first `first` calls, or each call with probability `share` drawn from `seed`. Neither: every call. */
  | { kind: 'throttle'; first?: number; share?: number; seed?: number }
  /** A 5xx answer in the service's own form, to the first `first` calls or to all. */
  | { kind: 'error'; status?: 500 | 503; first?: number }
  | { kind: 'latency'; ms: number; first?: number }
  /** Refused for its signature, in words that repeat what was sent: the token, the body, how it was signed. */
  | { kind: 'echo' }
  /** Status 200 with a body that no parser takes. */
  | { kind: 'malformed'; first?: number }
  /** The connection is cut without an answer. */
  | { kind: 'reset'; first?: number };

/** Where it goes wrong: everywhere that is not narrowed down. */
export interface FaultRule {
  accountId?: string;
  region?: string;
  /** `ec2:DescribeVolumes`, `ec2:*`; also the IAM action where its name differs. */
  operation?: string;
  /** Only the first so many attempts of a call, as the SDK numbers them: the next one gets through. */
  attempts?: number;
  fault: Fault;
}

interface AttackedCall {
  accountId: string;
  region: string;
  names: string[];
  /** 1 for the first. */
  attempt: number;
}

interface Planted {
  rule: FaultRule;
  hits: number;
  random: () => number;
}

/** The faults that are planted at the moment. */
export class Faults {
  private planted: Planted[] = [];

  /** How many calls a fault has struck so far. */
  struck = 0;

  /** Plants a fault; the function that comes back takes it out again. */
  add(rule: FaultRule): () => void {
    const seed = rule.fault.kind === 'throttle' ? (rule.fault.seed ?? 1) : 1;
    const planted = { rule, hits: 0, random: seededRandom(seed) };
    this.planted.push(planted);
    return () => {
      this.planted = this.planted.filter((other) => other !== planted);
    };
  }

  clear(): void {
    this.planted = [];
  }

  /** The faults that strike this call; counts it against those that strike a limited number of calls. */
  strike(call: AttackedCall): Fault[] {
    const faults = this.planted.filter((planted) => isHit(planted, call)).map(({ rule }) => rule.fault);
    if (faults.length > 0) this.struck += 1;
    return faults;
  }
}

function isHit(planted: Planted, call: AttackedCall): boolean {
  const { rule } = planted;
  const pattern = rule.operation;
  if (rule.accountId !== undefined && rule.accountId !== call.accountId) return false;
  if (rule.region !== undefined && rule.region !== call.region) return false;
  if (pattern !== undefined && !call.names.some((name) => matchesAction(pattern, name))) return false;
  if (rule.attempts !== undefined && call.attempt > rule.attempts) return false;
  planted.hits += 1;
  const { fault } = rule;
  if ('first' in fault && fault.first !== undefined) return planted.hits <= fault.first;
  if (fault.kind === 'throttle' && fault.share !== undefined) return planted.random() < fault.share;
  return true;
}

/** The same numbers between 0 and 1 for the same seed (a linear congruential generator; nothing rests on its quality). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
