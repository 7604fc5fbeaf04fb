import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { ec2Region } from './resources';

export default defineRule({
  id: 'ec2-ami-block-public',
  title: 'Public sharing of AMIs is blocked per region',
  service: 'ec2',
  severity: 'medium',
  pillar: 'security',
  resource: ec2Region,
  parameters: z.object({}),
  permissions: ['ec2:GetImageBlockPublicAccessState'],
  references: {},
  guidance: {
    why: 'Without the block one call makes an image of this region public, with every file and credential that was on the disk when it was taken. With it AWS refuses that call, so that nobody can do it by mistake or with stolen keys alone.',
    console: [
      'Open the EC2 console and choose the region.',
      'On the EC2 dashboard choose "Data protection and security" under Account attributes.',
      'Choose Manage under "Block public access for AMIs".',
      'Tick "Block new public sharing" and choose Update.',
    ],
    cli: ({ region }) => `aws ec2 get-image-block-public-access-state --region ${region}

aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing --region ${region}`,
    terraform: ({ region }) => `# in the provider of ${region}
resource "aws_ec2_image_block_public_access" "region" {
  state = "block-new-sharing"
}`,
    before:
      'Images that are public already stay public, and sharing with named accounts and organisations goes on. Only an account that publishes images for the world needs the sharing; it takes up to ten minutes until the setting holds everywhere in the region.',
    links: [
      {
        title: 'Understand block public access for AMIs',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html',
      },
      {
        title: 'Manage the block public access setting for AMIs',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-block-public-access-for-amis.html',
      },
    ],
  },
  async judge(settings) {
    const state = await settings.imageBlockPublicAccess();
    if (state === 'block-new-sharing') return pass(`Images in ${settings.region} cannot be made public`);
    return fail(`Images in ${settings.region} can be made public`, { imageBlockPublicAccessState: state });
  },
});
