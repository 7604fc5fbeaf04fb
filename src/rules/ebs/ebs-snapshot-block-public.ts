import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { ebsRegion } from './resources';

export default defineRule({
  id: 'ebs-snapshot-block-public',
  title: 'Public sharing of EBS snapshots is blocked per region',
  service: 'ebs',
  severity: 'high',
  pillar: 'security',
  resource: ebsRegion,
  parameters: z.object({
    accept_block_new: z
      .boolean()
      .default(false)
      .describe(
        'Accept block-new-sharing as well, which leaves snapshots public that were shared before it was set.',
      ),
  }),
  permissions: ['ec2:GetSnapshotBlockPublicAccessState'],
  references: { fsbp: ['EC2.182'] },
  guidance: {
    why: "One wrong click on a snapshot's permissions hands a whole disk to every AWS account in the world. The regional block makes that click fail, and hides snapshots that were shared before.",
    console: [
      'Open the EC2 console and choose the region.',
      'On the EC2 dashboard choose "Data protection and security" under Account attributes.',
      'Choose Manage under "Block public access for EBS snapshots".',
      'Tick "Block public access", choose "Block all public access", then Update.',
    ],
    cli: ({ region }) => `aws ec2 get-snapshot-block-public-access-state --region ${region}

aws ec2 enable-snapshot-block-public-access --region ${region} --state block-all-sharing`,
    terraform: ({ region }) => `# in the provider of ${region}
resource "aws_ebs_snapshot_block_public_access" "region" {
  state = "block-all-sharing"
}`,
    before:
      "Snapshots that are published on purpose (a vendor's data sets) stop being reachable at once; the findings of ebs-snapshot-public list them. Sharing with named accounts goes on working.",
    links: [
      {
        title: 'Block public access for Amazon EBS snapshots',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html',
      },
      {
        title: 'EnableSnapshotBlockPublicAccess',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html',
      },
    ],
  },
  async judge(settings, { params }) {
    const state = await settings.snapshotBlockPublicAccess();
    const evidence = { snapshotBlockPublicAccess: state };
    if (state === 'block-all-sharing') {
      return pass(`Public sharing of snapshots is blocked in ${settings.region}`, evidence);
    }
    if (state === 'block-new-sharing') {
      return params.accept_block_new
        ? pass(`New public sharing of snapshots is blocked in ${settings.region}`, evidence)
        : fail(
            `Only new public sharing of snapshots is blocked in ${settings.region}; what was shared before stays public`,
            evidence,
          );
    }
    return fail(`Anybody who may change a snapshot in ${settings.region} can make it public`, evidence);
  },
});
