import { describe, expect, it } from 'vitest';
import type { JudgementStatus } from '../../../src/domain/judgement';
import type { Resource, Rule } from '../../../src/rules/define';

/** The moment at which every case is judged. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const daysAgo = (days: number) => NOW - days * 24 * 60 * 60 * 1000;

export const ACCOUNT = '111122223333';
export const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`;

/** What AWS does not answer in a case. */
export class Unread extends Error {}

/** A question that AWS refuses to answer. */
export function denied(question: string) {
  return () => Promise.reject(new Unread(`${question} was denied`));
}

/** A question that the case forbids: a rule that is certain already must not spend a call on it. */
export function notAsked(question: string) {
  return () => Promise.reject(new Error(`${question} must not be asked here`));
}

export interface Case<R extends Resource> {
  name: string;
  resource: R;
  params?: Record<string, unknown>;
  /** `unread`: the rule lets the refusal through, which the scanner turns into unknown. */
  is: JudgementStatus | 'unread';
  /** Part of the message. */
  says?: string;
  /** Part of the evidence. */
  evidence?: Record<string, unknown>;
}

/** Judges each case as the scanner does, and compares. */
export function judgeTable<R extends Resource>(rule: Rule, cases: Case<R>[]): void {
  describe(rule.id, () => {
    it.each(cases)('$is: $name', async (example) => {
      const judging = rule.judge(example.resource, {
        params: example.params,
        account: { id: ACCOUNT, name: 'production', tier: 'production' },
        now: NOW,
      });
      if (example.is === 'unread') {
        await expect(judging).rejects.toThrow(Unread);
        return;
      }
      const judgement = await judging;
      expect(judgement).toMatchObject({ status: example.is });
      if (example.says !== undefined) expect(judgement.message).toContain(example.says);
      if (example.evidence !== undefined) expect(judgement.evidence).toMatchObject(example.evidence);
      // Evidence goes into a database column and an issue: it has to be JSON and small.
      expect(JSON.parse(JSON.stringify(judgement.evidence))).toEqual(judgement.evidence);
      expect(JSON.stringify(judgement.evidence).length).toBeLessThan(8_000);
    });
  });
}
