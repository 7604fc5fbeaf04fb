import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  type SecretListEntry,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type Secret, secret } from '../../rules/secretsmanager/resources';
import { whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';
import { tagsOf } from './tags';

const SECRETS_PAGE = 100;

export function secretsManagerReaders(session: AwsSession): Readers {
  const { region } = session;
  const secretsManager = session.clients.regional('secretsmanager', SecretsManagerClient);
  const secrets = new Source('secretsmanager:ListSecrets', region);

  const toSecret = (listed: SecretListEntry): Secret => {
    const arn = secrets.required(listed.ARN, 'ARN');
    const name = secrets.required(listed.Name, 'Name');
    return {
      id: name,
      arn,
      region,
      name,
      tags: tagsOf(listed.Tags),
      owningService: listed.OwningService ?? null,
      // Left out for a secret that never was set up to rotate.
      rotationEnabled: listed.RotationEnabled ?? false,
      lastRotatedAt: listed.LastRotatedDate?.getTime() ?? null,
      lastAccessedAt: listed.LastAccessedDate?.getTime() ?? null,
      get createdAt() {
        return secrets.required(listed.CreatedDate, `CreatedDate of ${name}`).getTime();
      },
      policy: session.question(async () => {
        const source = new Source('secretsmanager:GetResourcePolicy', region);
        const answer = await whileItExists(
          secretsManager.send(new GetResourcePolicyCommand({ SecretId: arn })),
          ['ResourceNotFoundException'],
        );
        // An answer without its ARN is none of AWS's; one without a policy says that there is none.
        source.required(answer.ARN, `ARN of ${name}`);
        return answer.ResourcePolicy === undefined ? null : parsePolicy(answer.ResourcePolicy, source, name);
      }),
    };
  };

  return {
    [secret.key]: () =>
      readListing(
        {
          source: secrets,
          page: (NextToken) =>
            secretsManager.send(new ListSecretsCommand({ MaxResults: SECRETS_PAGE, NextToken })),
          items: (page) => page.SecretList,
          next: (page) => page.NextToken,
        },
        toSecret,
      ),
  };
}
