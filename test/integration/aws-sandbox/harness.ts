import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsSandbox, loadEstate, startAwsSandbox } from '../../../sandbox/aws/server';

export const HUB = { accessKeyId: 'AKIAHUBHUBHUBHUBHUB1', secretAccessKey: 'hub-secret-for-tests-only-0001' };
export const ALPHA = '111122223333';
export const BETA = '444455556666';
const HOUR = 3_600_000;

export interface Bench {
  sandbox: AwsSandbox;
  /** Puts the sandbox's clock this many hours after its start. */
  setHours(hours: number): void;
  /** What a client needs: the sandbox's address, a region and the credentials of a role. */
  as(role: string, region?: string, externalId?: string, accountId?: string): Promise<ClientConfig>;
}

export interface ClientConfig {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** A sandbox with the estate of these tests and a clock that stands still. */
export async function startBench(pageSize = 5): Promise<Bench> {
  const startedAt = Date.UTC(2026, 0, 15, 12);
  let now = startedAt;
  const sandbox = await startAwsSandbox({
    estate: await loadEstate(join(import.meta.dirname, 'estate')),
    now: () => now,
    pageSize,
  });
  const hub = { endpoint: sandbox.url, region: 'us-east-1', maxAttempts: 1, credentials: HUB };
  return {
    sandbox,
    setHours: (hours) => {
      now = startedAt + hours * HOUR;
    },
    as: async (role, region = 'us-east-1', externalId = 'learn-me-1234', accountId = ALPHA) => {
      const { Credentials } = await new STSClient(hub).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
          RoleSessionName: 'test',
          ExternalId: externalId,
        }),
      );
      return {
        ...hub,
        region,
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          sessionToken: Credentials?.SessionToken ?? '',
        },
      };
    },
  };
}
