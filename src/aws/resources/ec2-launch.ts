import {
  DescribeKeyPairsCommand,
  EC2Client,
  type KeyPairInfo,
  type LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import { type KeyPair, keyPair, type LaunchTemplate, launchTemplate } from '../../rules/ec2/resources';
import { readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { launchersOf } from './launchers';
import type { Readers } from './readers';
import { tagsOf } from './tags';

export function ec2LaunchReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region, accountId, partition } = session;
  const ec2 = session.clients.regional('ec2', EC2Client);
  const { source: versions } = lists.launchTemplateVersions;

  const toTemplate = (version: LaunchTemplateVersion): LaunchTemplate | null => {
    if (!versions.required(version.DefaultVersion, 'DefaultVersion')) return null;
    const id = versions.required(version.LaunchTemplateId, 'LaunchTemplateId');
    const data = versions.required(version.LaunchTemplateData, `LaunchTemplateData of ${id}`);
    return {
      id,
      arn: `arn:${partition}:ec2:${region}:${accountId}:launch-template/${id}`,
      region,
      ...(version.LaunchTemplateName === undefined ? {} : { name: version.LaunchTemplateName }),
      defaultVersion: version.VersionNumber ?? 0,
      networkInterfaces: data.NetworkInterfaces ?? [],
    };
  };

  const pairs = new Source('ec2:DescribeKeyPairs', region);
  const toKeyPair = (listed: KeyPairInfo): KeyPair => {
    const name = pairs.required(listed.KeyName, 'KeyName');
    return {
      id: name,
      arn: `arn:${partition}:ec2:${region}:${accountId}:key-pair/${listed.KeyPairId ?? name}`,
      region,
      name,
      tags: tagsOf(listed.Tags),
      createdOn: listed.CreateTime?.toISOString().slice(0, 10) ?? null,
      usedBy: () => launchersOf(lists, ({ keyNames }) => keyNames.includes(name)),
    };
  };

  return {
    [launchTemplate.key]: async () =>
      toListing(versions, await lists.launchTemplateVersions.items(), toTemplate),
    [keyPair.key]: () =>
      readListing(
        {
          source: pairs,
          // The API has no pages.
          page: () => ec2.send(new DescribeKeyPairsCommand({})),
          items: (page) => page.KeyPairs,
          next: () => undefined,
        },
        toKeyPair,
      ),
  };
}
