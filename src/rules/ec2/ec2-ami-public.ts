import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { ec2Image } from './resources';

export default defineRule({
  id: 'ec2-ami-public',
  title: 'Self-owned AMIs are not public',
  service: 'ec2',
  severity: 'critical',
  pillar: 'security',
  resource: ec2Image,
  parameters: z.object({}),
  permissions: ['ec2:DescribeImages'],
  references: {},
  guidance: {
    why: "Every AWS account can launch this image and read its disks: source code, configuration, credentials left in home directories or build caches. Public images show up in everybody's launch dialogue, and researchers and attackers search them for secrets as a matter of routine.",
    console: [
      'Open the EC2 console in the region of the image and choose AMIs, "Owned by me".',
      'Select the image, then Actions, "Edit AMI permissions".',
      'Choose Private, add the account ids or the organization that need it, then "Save changes".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-image-attribute --image-id ${resourceId} --attribute launchPermission --region ${region}

aws ec2 modify-image-attribute --image-id ${resourceId} --region ${region} \\
  --launch-permission "Remove=[{Group=all}]"

# keeps any image of the region from being made public again
aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# Terraform does not manage a "group = all" that was granted elsewhere: remove it from ${resourceId} with the CLI,
# then block it for the region and name who may launch the image
resource "aws_ec2_image_block_public_access" "region" {
  state = "block-new-sharing"
}

resource "aws_ami_launch_permission" "partner" {
  image_id   = "${resourceId}"
  account_id = var.partner_account_id
}`,
    before:
      'Accounts that launch the image without being named can no longer do so (Auto Scaling groups of customers or sister companies included); running instances are not touched. Rotate whatever credentials the image holds.',
    links: [
      {
        title: 'Make your AMI publicly available for use in Amazon EC2',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html',
      },
      {
        title: 'Block public access to your AMIs',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html',
      },
    ],
  },
  judge(image) {
    if (!image.isPublic) return pass('The image is private');
    return fail('Anybody can launch the image and read what is on it', {
      public: true,
      state: image.state,
      snapshotIds: shorten(image.snapshotIds),
      createdAt: image.createdAt,
    });
  },
});
