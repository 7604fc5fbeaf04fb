import { livesThrough } from './model-test';

livesThrough('does what people expect in every history in which nothing breaks', {
  database: 'model_quiet',
  runs: 1_100,
  breaks: false,
});
