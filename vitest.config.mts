import { defineConfig } from 'vitest/config';

/** Each kind of test with the time it may take: arithmetic in memory, the sandbox in process, a browser. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          // Property tests try thousands of cases, also on a machine that is busy.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // On a busy machine Chromium at times paints a frame of another origin no more, some once in a hundred tests, and
          // a click waits in vain for the page to hold still. What fails twice fails.
          retry: 1,
          // One browser and one sandbox at a time: two cores are all there may be.
          fileParallelism: false,
        },
      },
    ],
  },
});
