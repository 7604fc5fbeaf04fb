import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import userDataSecrets from '../../../src/rules/ec2/ec2-instance-userdata-secrets';
import envSecrets from '../../../src/rules/lambda/lambda-function-env-secrets';
import { targets as ec2Targets } from './ec2/targets';
import { expectNothingOf } from './expect-nothing-of';
import { ACCOUNT, NOW } from './judge-table';
import { targets as lambdaTargets } from './lambda/targets';

const context = {
  params: {},
  account: { id: ACCOUNT, name: 'production', tier: 'production' as const },
  now: NOW,
};
const resource = (target: { region: string; resourceId: string; resourceArn: string } | undefined) => ({
  id: target?.resourceId ?? '',
  arn: target?.resourceArn ?? '',
  region: target?.region ?? '',
});

const secret = fc.oneof(
  // Put together here, so that no scanner of this repository takes them for real.
  fc.constantFrom(
    `AKIA${'IOSFODNN7EXAMPLE'}`,
    `ghp_${'a1B2'.repeat(9)}`,
    `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  ),
  fc.stringMatching(/^[a-z]{2}[0-9][A-Z][0-9]{2}[a-z][A-Za-z0-9]{5,20}$/),
);

describe('what the rules say of a credential that they found', () => {
  it('holds nothing of it in user data, however it is encoded', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.constantFrom('', 'what is encoded in line 8, '), async (secret, within) => {
        const text = `#!/bin/sh\nexport DB_PASSWORD='${secret}'\n`;
        const instance = {
          ...resource(ec2Targets['ec2-instance']),
          state: 'running',
          userData: () => Promise.resolve([{ within, text }]),
        };
        const judgement = await userDataSecrets.judge(instance, context);
        expect(judgement.status).toBe('fail');
        expectNothingOf(secret, judgement);
      }),
    );
  });

  it('holds nothing of it in variables', async () => {
    const name = fc.constantFrom('DB_PASSWORD', 'API_TOKEN', 'SECRET_KEY');
    await fc.assert(
      fc.asyncProperty(secret, name, async (secret, name) => {
        for (const environment of [{ [name]: secret }, { CONFIG: `{"${name}": "${secret}"}` }]) {
          const lambda = { ...resource(lambdaTargets['lambda-function']), environment };
          const judgement = await envSecrets.judge(lambda, context);
          expect(judgement.status).toBe('fail');
          expectNothingOf(secret, judgement);
        }
      }),
    );
  });
});
