import { DescribeFileSystemPolicyCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function efsProbes(session: AwsSession): [string, Probe][] {
  const efs = session.clients.regional('elasticfilesystem', EFSClient);
  const first = session.question(async () => {
    const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ MaxItems: 1 }));
    return FileSystems?.[0]?.FileSystemId;
  });
  return [
    ['elasticfilesystem:DescribeFileSystems', first],
    [
      'elasticfilesystem:DescribeFileSystemPolicy',
      ofFirst(first, 'file systems', (FileSystemId) =>
        efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId })),
      ),
    ],
  ];
}
