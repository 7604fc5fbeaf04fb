import {
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  EFSClient,
  type FileSystemDescription,
} from '@aws-sdk/client-efs';
import { type EfsFileSystem, efsFileSystem } from '../../rules/efs/resources';
import { whenAbsent, whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

const EFS_PAGE = 100;

export function efsReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const efs = session.clients.regional('elasticfilesystem', EFSClient);
  const fileSystems = new Source('elasticfilesystem:DescribeFileSystems', region);

  const toFileSystem = (listed: FileSystemDescription): EfsFileSystem => {
    const FileSystemId = fileSystems.required(listed.FileSystemId, 'FileSystemId');
    return {
      id: FileSystemId,
      arn: `arn:${partition}:elasticfilesystem:${region}:${accountId}:file-system/${FileSystemId}`,
      region,
      ...nameOf(listed.Tags),
      tags: tagsOf(listed.Tags),
      get encrypted() {
        return fileSystems.required(listed.Encrypted, `Encrypted of ${FileSystemId}`);
      },
      policy: session.question(async () => {
        const command = new DescribeFileSystemPolicyCommand({ FileSystemId });
        const asked = whenAbsent(efs.send(command), ['PolicyNotFound'], null);
        const answer = await whileItExists(asked, ['FileSystemNotFound']);
        if (answer === null) return null;
        const source = new Source('elasticfilesystem:DescribeFileSystemPolicy', region);
        return parsePolicy(answer.Policy, source, FileSystemId);
      }),
    };
  };

  return {
    [efsFileSystem.key]: () =>
      readListing(
        {
          source: fileSystems,
          page: (Marker) => efs.send(new DescribeFileSystemsCommand({ MaxItems: EFS_PAGE, Marker })),
          items: (page) => page.FileSystems,
          next: (page) => page.NextMarker,
        },
        toFileSystem,
      ),
  };
}
