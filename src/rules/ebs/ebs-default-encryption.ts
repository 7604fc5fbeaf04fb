import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { ebsRegion } from './resources';

export default defineRule({
  id: 'ebs-default-encryption',
  title: 'EBS encryption by default is on in each region',
  service: 'ebs',
  severity: 'medium',
  pillar: 'security',
  resource: ebsRegion,
  parameters: z.object({}),
  permissions: ['ec2:GetEbsEncryptionByDefault'],
  references: { cis: ['7.0:6.1.1', '6.0:6.1.1', '5.0:5.1.1'], fsbp: ['EC2.7'] },
  guidance: {
    why: 'With the default off, every volume whose template forgets one flag is written to disk in clear, and so are its snapshots, which can then be shared by mistake. With it on, new volumes and snapshot copies in the region are encrypted whatever the template says, at no cost.',
    console: [
      'Open the EC2 console and choose the region.',
      'On the EC2 dashboard choose "Data protection and security" under Account attributes.',
      'Choose Manage under "EBS encryption".',
      'Tick Enable, choose the default key (aws/ebs or your own), then "Update EBS encryption".',
    ],
    cli: ({ region }) => `aws ec2 get-ebs-encryption-by-default --region ${region}

aws ec2 enable-ebs-encryption-by-default --region ${region}

# optional: a key of your own as the default
aws ec2 modify-ebs-default-kms-key-id --region ${region} --kms-key-id alias/my-ebs-key`,
    terraform: ({ region }) => `# in the provider of ${region}
resource "aws_ebs_encryption_by_default" "region" {
  enabled = true
}`,
    before:
      'Volumes that exist stay as they are. Principals that launch instances or restore snapshots need to be allowed to use the default key; Auto Scaling with a key of your own needs a grant for its service-linked role.',
    links: [
      {
        title: 'Enable Amazon EBS encryption by default',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html',
      },
      {
        title: 'Required AWS KMS key policy for use with encrypted volumes (Auto Scaling)',
        url: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html',
      },
    ],
  },
  async judge(settings) {
    if (await settings.encryptionByDefault()) {
      return pass(`New volumes in ${settings.region} are encrypted by default`);
    }
    return fail(`New volumes in ${settings.region} are not encrypted unless each one asks for it`, {
      ebsEncryptionByDefault: false,
    });
  },
});
