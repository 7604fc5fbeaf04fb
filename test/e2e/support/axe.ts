import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullable(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

/** Fails with what is wrong; `where` says on which page or part of it. */
export async function expectNoAccessibilityProblems(page: Page, where: string): Promise<void> {
  expect(await accessibilityProblems(page), where).toEqual([]);
}

/** What a screen reader or a person who sees little would stumble over on the app's page: serious things, as sentences. */
async function accessibilityProblems(page: Page): Promise<string[]> {
  const frame = page.frames().find((candidate) => candidate.url().includes('/app/'));
  if (frame === undefined) throw new Error('The page shows no frame of the app');
  await frame.evaluate(SOURCE);
  const result = resultSchema.parse(
    await frame.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })"),
  );
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}
