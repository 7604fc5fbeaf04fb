import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { type EbsPublicSnapshot, ebsPublicSnapshot } from './resources';

export default defineRule({
  id: 'ebs-snapshot-public',
  title: 'EBS snapshots are not shared with everyone',
  service: 'ebs',
  severity: 'critical',
  pillar: 'security',
  resource: ebsPublicSnapshot,
  parameters: z.object({}),
  permissions: ['ec2:DescribeSnapshots', 'ec2:GetSnapshotBlockPublicAccessState'],
  references: { fsbp: ['EC2.1'] },
  guidance: {
    why: 'Any AWS account in the world can make a volume of this snapshot and read every file on it: databases, private keys, customer data. Public snapshots are listed by AWS for everyone, so they are copied within minutes of being shared.',
    console: [
      'Open the EC2 console in the region of the snapshot and choose Snapshots.',
      'Select the snapshot, then Actions, "Modify permissions".',
      'Choose Private, and add the account ids that need it, if any.',
      'Choose "Modify permissions".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-snapshot-attribute --snapshot-id ${resourceId} --attribute createVolumePermission --region ${region}

aws ec2 modify-snapshot-attribute --snapshot-id ${resourceId} --region ${region} \\
  --attribute createVolumePermission --operation-type remove --group-names all`,
    terraform: ({
      resourceId,
      region,
    }) => `# sharing is not kept by aws_ebs_snapshot: take "all" off ${resourceId} with the CLI,
# then keep any snapshot of ${region} from being made public
resource "aws_ebs_snapshot_block_public_access" "region" {
  state = "block-all-sharing"
}`,
    before:
      "Accounts that make volumes of it without being named lose access; name them under the snapshot's permissions. Treat what is on it as leaked: rotate the keys and passwords it holds, and look in CloudTrail for who shared it (ModifySnapshotAttribute).",
    links: [
      {
        title: 'Share an Amazon EBS snapshot with other AWS accounts',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html',
      },
      {
        title: 'Block public access for Amazon EBS snapshots',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html',
      },
    ],
  },
  async judge(snapshot) {
    const block = await regionalBlock(snapshot);
    if (block === 'block-all-sharing') {
      return pass('The region blocks all public sharing, so nobody else can restore it', {
        snapshotBlockPublicAccess: block,
      });
    }
    return fail(`The snapshot (${snapshot.sizeGiB} GiB) is shared with everyone`, {
      createVolumePermission: 'all',
      snapshotBlockPublicAccess: block,
      volumeId: snapshot.volumeId,
      sizeGiB: snapshot.sizeGiB,
      startedOn: dayOf(snapshot.startedAt),
    });
  },
});

/**
 * AWS lists the snapshot as restorable by everyone; only the region's block can take that back. A block that cannot be
 * read (older audit roles lack the permission) does not make a public snapshot unknown: that would hide it.
 */
async function regionalBlock(snapshot: EbsPublicSnapshot): Promise<string> {
  try {
    return await snapshot.snapshotBlockPublicAccess();
  } catch {
    return 'could not be read';
  }
}
