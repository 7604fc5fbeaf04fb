import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import type { AwsSession } from '../session';
import { firstOf, type Probe, Skipped } from './probe';

export function kmsProbes(session: AwsSession): [string, Probe][] {
  const kms = session.clients.regional('kms', KMSClient);
  const key = session.question(async () => {
    const answer = await kms.send(new ListKeysCommand({ Limit: 1 }));
    return answer.Keys?.[0]?.KeyId;
  });
  const ofKey =
    (ask: (KeyId: string) => Promise<unknown>): Probe =>
    async () => {
      const id = await firstOf(key, 'the list of keys');
      if (id instanceof Skipped) return id;
      return id === undefined ? new Skipped(`There is no key in ${session.region} to ask about.`) : ask(id);
    };
  return [
    ['kms:ListKeys', key],
    ['kms:ListAliases', () => kms.send(new ListAliasesCommand({ Limit: 1 }))],
    ['kms:DescribeKey', ofKey((KeyId) => kms.send(new DescribeKeyCommand({ KeyId })))],
    [
      'kms:GetKeyPolicy',
      ofKey((KeyId) => kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))),
    ],
    ['kms:GetKeyRotationStatus', ofKey((KeyId) => kms.send(new GetKeyRotationStatusCommand({ KeyId })))],
  ];
}
