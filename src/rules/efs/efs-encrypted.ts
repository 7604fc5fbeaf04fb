import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { efsFileSystem } from './resources';

export default defineRule({
  id: 'efs-encrypted',
  title: 'File systems are encrypted at rest',
  service: 'efs',
  severity: 'medium',
  pillar: 'security',
  resource: efsFileSystem,
  parameters: z.object({}),
  permissions: ['elasticfilesystem:DescribeFileSystems'],
  references: { cis: ['7.0:3.3.1', '6.0:3.3.1', '5.0:2.3.1'], fsbp: ['EFS.1'] },
  guidance: {
    why: 'The files lie on the disks of EFS in clear, so there is no key to withdraw when a share of them goes astray, and most certificates and contracts ask for encryption at rest. Whether a file system is encrypted is settled when it is made, and an old one stays as it is for ever.',
    console: [
      'Open the EFS console in the region of the file system and choose "Create file system", then Customize.',
      'Leave "Enable encryption of data at rest" ticked, choose a KMS key, and create it in the same VPC.',
      'Open the DataSync console and copy the old file system to the new one with a task; run it again shortly before the change.',
      'Mount the new file system in place of the old one, and delete the old one when nothing mounts it any more.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws efs describe-file-systems --file-system-id ${resourceId} --region ${region}

aws efs create-file-system --encrypted --performance-mode generalPurpose --region ${region} \\
  --creation-token ${resourceId}-encrypted --tags Key=Name,Value=<name>

# then a DataSync task between both, and at the very end
aws efs delete-file-system --file-system-id ${resourceId} --region ${region}`,
    terraform: ({ resourceId }) => `# takes the place of ${resourceId}
resource "aws_efs_file_system" "encrypted" {
  encrypted  = true
  kms_key_id = aws_kms_key.efs.arn
}`,
    before:
      'Plan the move like one of a database: files that are written during the last copy are lost, so stop the writers for it, and compare ownership and modes afterwards. Mount targets and access points are new, with new ids, in every template and fstab.',
    links: [
      {
        title: 'Encrypting data at rest in Amazon EFS',
        url: 'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
      },
      {
        title: 'Transferring data with AWS DataSync',
        url: 'https://docs.aws.amazon.com/efs/latest/ug/trnsfr-data-using-datasync.html',
      },
    ],
  },
  judge(fileSystem) {
    if (fileSystem.encrypted) return pass('The file system is encrypted');
    return fail('The file system is not encrypted at rest', { encrypted: false });
  },
});
