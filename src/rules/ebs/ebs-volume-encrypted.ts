import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { ebsVolume } from './resources';

export default defineRule({
  id: 'ebs-volume-encrypted',
  title: 'EBS volumes are encrypted',
  service: 'ebs',
  severity: 'medium',
  pillar: 'security',
  resource: ebsVolume,
  parameters: z.object({}),
  permissions: ['ec2:DescribeVolumes'],
  references: { fsbp: ['EC2.3'] },
  guidance: {
    why: 'Whoever may snapshot or detach this volume can read it elsewhere, because no key stands between them and the data. Encryption puts a KMS key in the way, whose every use is decided by a policy and recorded in CloudTrail.',
    console: [
      'Open the EC2 console, choose Volumes, select the volume, then Actions, "Create snapshot".',
      'Under Snapshots select the new snapshot, then Actions, "Copy snapshot"; tick "Encrypt this snapshot" and choose the key.',
      'Select the copy, then Actions, "Create volume from snapshot", in the availability zone of the instance.',
      'Stop the instance, detach the old volume, attach the new one under the same device name, start the instance.',
      'When everything works, delete the old volume and its unencrypted snapshots.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-volumes --volume-ids ${resourceId} --region ${region} \\
  --query 'Volumes[0].[AvailabilityZone,VolumeType,Attachments[0].[InstanceId,Device]]'

aws ec2 create-snapshot --volume-id ${resourceId} --region ${region} --description "before encrypting ${resourceId}"
aws ec2 copy-snapshot --source-region ${region} --region ${region} --source-snapshot-id <snapshot-id> --encrypted
aws ec2 create-volume --region ${region} --availability-zone <zone> --snapshot-id <encrypted-snapshot-id> --volume-type gp3

# with the instance stopped
aws ec2 detach-volume --volume-id ${resourceId} --region ${region}
aws ec2 attach-volume --volume-id <new-volume-id> --instance-id <instance-id> --device <device> --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# "encrypted" cannot be changed in place: Terraform replaces ${resourceId}, so restore it from an encrypted snapshot
resource "aws_ebs_volume" "encrypted" {
  availability_zone = var.availability_zone
  snapshot_id       = aws_ebs_snapshot_copy.encrypted.id
  encrypted         = true
  type              = "gp3"
}

resource "aws_ebs_snapshot_copy" "encrypted" {
  source_snapshot_id = var.snapshot_id # of ${resourceId}
  source_region      = var.region
  encrypted          = true
}`,
    before:
      'The instance is down while the volumes are swapped. Check that its instance type supports EBS encryption, and that everybody who restores the volume (backup jobs, other accounts) may use the key: a snapshot under aws/ebs cannot be shared.',
    links: [
      {
        title: 'Amazon EBS encryption',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
      },
      {
        title: 'Copy an Amazon EBS snapshot',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html',
      },
    ],
  },
  judge(volume) {
    if (volume.encrypted) return pass('The volume is encrypted');
    const where = volume.attachedTo.length > 0 ? `attached to ${volume.attachedTo.join(', ')}` : 'unattached';
    return fail(`The volume is not encrypted (${volume.sizeGiB} GiB, ${where})`, {
      encrypted: false,
      state: volume.state,
      attachedTo: volume.attachedTo,
    });
  },
});
