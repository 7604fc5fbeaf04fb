import { parseArgs } from 'node:util';
import { loadEstate, startAwsSandbox } from './server';

const { values } = parseArgs({
  options: {
    estate: { type: 'string', default: 'sandbox/estate/demo' },
    port: { type: 'string', default: '4600' },
    'page-size': { type: 'string', default: '10' },
  },
});

async function main(): Promise<void> {
  const estate = await loadEstate(values.estate);
  const sandbox = await startAwsSandbox({
    estate,
    port: wholeNumber('port', values.port),
    pageSize: wholeNumber('page-size', values['page-size']),
  });
  const [key] = estate.hub.accessKeys;
  console.log(`AWS sandbox with ${estate.accounts.length} accounts at ${sandbox.url}`);
  console.log(`  export AWS_ENDPOINT_URL=${sandbox.url} AWS_REGION=${estate.regions[0]}`);
  console.log(`  export AWS_ACCESS_KEY_ID=${key?.id} AWS_SECRET_ACCESS_KEY=${key?.secret}`);
  for (const account of estate.accounts) {
    for (const role of Object.keys(account.roles))
      console.log(`  ${account.name}: arn:aws:iam::${account.id}:role/${role}`);
  }
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${option} must be a whole number, not "${text}"`);
  return Number(text);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
