import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function secretsManagerProbes(session: AwsSession): [string, Probe][] {
  const secretsManager = session.clients.regional('secretsmanager', SecretsManagerClient);
  const first = session.question(async () => {
    const { SecretList } = await secretsManager.send(new ListSecretsCommand({ MaxResults: 1 }));
    return SecretList?.[0]?.ARN;
  });
  return [
    ['secretsmanager:ListSecrets', first],
    [
      'secretsmanager:GetResourcePolicy',
      ofFirst(first, 'secrets', (SecretId) =>
        secretsManager.send(new GetResourcePolicyCommand({ SecretId })),
      ),
    ],
  ];
}
