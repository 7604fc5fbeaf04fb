import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { ebsVolume } from './resources';

export default defineRule({
  id: 'ebs-volume-unattached',
  title: 'EBS volumes attached to nothing are removed',
  service: 'ebs',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: ebsVolume,
  parameters: z.object({
    min_age_days: daysParameter(7, 'Days since its creation before an unattached volume counts.', { min: 0 }),
  }),
  permissions: ['ec2:DescribeVolumes'],
  references: {},
  guidance: {
    why: 'The volume is paid for by the hour although nothing uses it. It also keeps a copy of data that nobody patches, watches or remembers when an incident asks where that data is.',
    console: [
      'Open the EC2 console in the region of the volume and choose Volumes.',
      'Select the volume and read its tags and, under Monitoring, when it was last read or written.',
      'If its data may matter: Actions, "Create snapshot", and wait until it is completed.',
      'Actions, "Delete volume", and confirm.',
    ],
    cli: ({ resourceId, region }) => `aws ec2 describe-volumes --volume-ids ${resourceId} --region ${region}

# if its data may matter
aws ec2 create-snapshot --volume-id ${resourceId} --region ${region} --description "last state of ${resourceId}"
aws ec2 wait snapshot-completed --snapshot-ids <snapshot-id> --region ${region}

aws ec2 delete-volume --volume-id ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# if ${resourceId} is managed by Terraform: apply this first, then remove the block and apply again
resource "aws_ebs_volume" "unused" {
  availability_zone = var.availability_zone
  size              = var.size
  final_snapshot    = true # keeps a snapshot when the volume is destroyed
}`,
    before:
      'Deleting cannot be undone. Ask the owner named in the tags, and look whether a launch script, a StatefulSet of a scaled-down cluster or a disaster recovery plan attaches it by id.',
    links: [
      {
        title: 'Delete an Amazon EBS volume',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-volume.html',
      },
      {
        title: 'Amazon EBS snapshots',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-snapshots.html',
      },
    ],
  },
  judge(volume, { params, now }) {
    if (volume.state !== 'available') return pass(`The volume is ${volume.state}`);
    const created = dayOf(volume.createdAt);
    if (now - volume.createdAt <= params.min_age_days * DAY_MS) {
      return pass(`Unattached, but not older than ${params.min_age_days} days (created on ${created})`);
    }
    return fail(
      `The volume (${volume.sizeGiB} GiB ${volume.volumeType}, created on ${created}) is attached to nothing`,
      {
        state: volume.state,
        createdOn: created,
        sizeGiB: volume.sizeGiB,
        volumeType: volume.volumeType,
        minAgeDays: params.min_age_days,
      },
    );
  },
});
