import { beforeAll, vi } from 'vitest';
import { livesThrough } from './model-test';

// The app logs what breaks, and here something always does.
beforeAll(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

livesThrough('makes up for whatever breaks, and never lies or repeats itself meanwhile', {
  database: 'model_faults',
  runs: 600,
  breaks: true,
});
