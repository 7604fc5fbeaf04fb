import { expect } from 'vitest';

/** No eight characters of it, and no more than any two texts share. */
export function expectNothingOf(secret: string, told: unknown): void {
  const text = JSON.stringify(told);
  for (let at = 0; at + 8 <= secret.length; at += 1) expect(text).not.toContain(secret.slice(at, at + 8));
}
