import {
  type AliasListEntry,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyListEntry,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { type KmsKey, kmsKey } from '../../rules/kms/resources';
import { whileItExists } from '../absent';
import { readItems, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

/** The largest that KMS takes for each. */
const KEYS_PAGE = 1000;
const ALIASES_PAGE = 100;

export function kmsReaders(session: AwsSession): Readers {
  const { region } = session;
  const kms = session.clients.regional('kms', KMSClient);
  const gone = ['NotFoundException'];

  const keys = new Source('kms:ListKeys', region);
  const toKey = (key: KeyListEntry, alias: string | undefined): KmsKey => {
    const KeyId = keys.required(key.KeyId, 'KeyId');
    return {
      id: KeyId,
      arn: keys.required(key.KeyArn, 'KeyArn'),
      region,
      ...(alias === undefined ? {} : { name: alias }),
      metadata: session.question(async () => {
        const answer = await whileItExists(kms.send(new DescribeKeyCommand({ KeyId })), gone);
        return new Source('kms:DescribeKey', region).required(answer.KeyMetadata, 'KeyMetadata');
      }),
      policy: session.question(async () => {
        const command = new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' });
        const answer = await whileItExists(kms.send(command), gone);
        return parsePolicy(answer.Policy, new Source('kms:GetKeyPolicy', region), alias ?? KeyId);
      }),
      rotation: session.question(async () => {
        const answer = await whileItExists(kms.send(new GetKeyRotationStatusCommand({ KeyId })), gone);
        const source = new Source('kms:GetKeyRotationStatus', region);
        const { RotationPeriodInDays } = answer;
        return {
          KeyRotationEnabled: source.required(answer.KeyRotationEnabled, 'KeyRotationEnabled'),
          ...(RotationPeriodInDays === undefined ? {} : { RotationPeriodInDays }),
        };
      }),
    };
  };

  return {
    [kmsKey.key]: async () => {
      const aliases = await readItems({
        source: new Source('kms:ListAliases', region),
        page: (Marker) => kms.send(new ListAliasesCommand({ Limit: ALIASES_PAGE, Marker })),
        items: (page) => page.Aliases,
        next: (page) => page.NextMarker,
      });
      const names = aliasesByKey(aliases.items);
      const listing = await readListing(
        {
          source: keys,
          page: (Marker) => kms.send(new ListKeysCommand({ Limit: KEYS_PAGE, Marker })),
          items: (page) => page.Keys,
          next: (page) => page.NextMarker,
        },
        (key) => {
          const own = names.get(key.KeyId ?? '') ?? [];
          return own.some((name) => name.startsWith('alias/aws/')) ? null : toKey(key, own[0]);
        },
      );
      return aliases.failure === null
        ? listing
        : { ...listing, failures: [...listing.failures, aliases.failure] };
    },
  };
}

function aliasesByKey(aliases: AliasListEntry[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { TargetKeyId, AliasName } of aliases) {
    if (TargetKeyId === undefined || AliasName === undefined) continue;
    names.set(TargetKeyId, [...(names.get(TargetKeyId) ?? []), AliasName]);
  }
  return names;
}
