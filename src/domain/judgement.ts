import type { JsonObject } from './json';

/**
 * What a rule says of one resource. `unknown` means that it could not be read: it is never a pass, it never resolves a
 * finding and it never closes an issue.
 */
export type Judgement =
  | { status: 'pass'; message: string; evidence: JsonObject }
  | { status: 'fail'; message: string; evidence: JsonObject }
  | { status: 'unknown'; message: string; evidence: JsonObject };

export type JudgementStatus = Judgement['status'];

/** The resource meets the rule. */
export function pass(message = 'The resource meets the rule', evidence: JsonObject = {}): Judgement {
  return { status: 'pass', message, evidence };
}

/** The resource breaks the rule. `message` is one sentence a developer understands; `evidence` the settings read. */
export function fail(message: string, evidence: JsonObject = {}): Judgement {
  return { status: 'fail', message, evidence };
}

/** The rule cannot tell, though AWS answered. What AWS refuses to answer becomes unknown without the rule's doing. */
export function unknown(message: string, evidence: JsonObject = {}): Judgement {
  return { status: 'unknown', message, evidence };
}
