import type { Judgement } from '../domain/judgement';

/**
 * The first failure among several ways to fail, asked in order, or null when none of them fails. A question that AWS did
 * not answer is thrown only when no other way is certain to fail: what is known to be wrong is not hidden by what is
 * unknown, and what is unknown is never a pass.
 */
export async function firstFailure(ways: (() => Promise<Judgement | null>)[]): Promise<Judgement | null> {
  const errors: unknown[] = [];
  for (const way of ways) {
    try {
      const judgement = await way();
      if (judgement !== null) return judgement;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return null;
}

/**
 * The first candidate that meets `meets`, or null when none does. Throws what a candidate's question threw only when no
 * other candidate is certain to meet it.
 */
export async function firstThatMeets<T>(
  candidates: T[],
  meets: (candidate: T) => Promise<boolean>,
): Promise<T | null> {
  const errors: unknown[] = [];
  for (const candidate of candidates) {
    try {
      if (await meets(candidate)) return candidate;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return null;
}
