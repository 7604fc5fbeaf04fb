import { livesThrough } from './model-test';

livesThrough('makes up for whatever breaks, and never lies or repeats itself meanwhile', {
  database: 'model_faults',
  runs: 900,
  breaks: true,
});
