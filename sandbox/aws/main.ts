import { parseArgs } from 'node:util';
import { loadEstate, startAwsSandbox } from './server';

const { values } = parseArgs({
  options: {
    estate: { type: 'string', default: 'sandbox/estate/demo' },
    port: { type: 'string', default: '4600' },
    'page-size': { type: 'string', default: '10' },
  },
});

try {
  const estate = await loadEstate(values.estate);
  const sandbox = await startAwsSandbox({
    estate,
    port: Number(values.port),
    pageSize: Number(values['page-size']),
  });
  const [key] = estate.hub.accessKeys;
  console.log(`AWS sandbox with ${estate.accounts.length} accounts at ${sandbox.url}`);
  console.log(`  export AWS_ENDPOINT_URL=${sandbox.url} AWS_REGION=${estate.regions[0]}`);
  console.log(`  export AWS_ACCESS_KEY_ID=${key?.id} AWS_SECRET_ACCESS_KEY=${key?.secret}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
