import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { ebsSnapshot } from './resources';

export default defineRule({
  id: 'ebs-snapshot-old',
  title: 'Self-owned EBS snapshots past the retention age are removed',
  service: 'ebs',
  severity: 'low',
  pillar: 'cost-optimisation',
  resource: ebsSnapshot,
  parameters: z.object({
    max_age_days: daysParameter(
      90,
      'Days for which a snapshot may be kept that neither an AMI nor AWS Backup needs.',
    ),
  }),
  permissions: ['ec2:DescribeSnapshots', 'ec2:DescribeImages'],
  references: {},
  guidance: {
    why: 'The snapshot is older than anybody promised to keep it, and is paid for every month. It may also hold what has been deleted everywhere else, personal data included, for as long as it lies there.',
    console: [
      'Open the EC2 console in the region of the snapshot, choose Snapshots, "Owned by me", and select it.',
      'Read its description and tags for what it was made for, and ask the owner.',
      'Where it has to be kept for years, choose Actions, "Archive snapshot", which costs a quarter.',
      'Otherwise choose Actions, "Delete snapshot".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-snapshots --snapshot-ids ${resourceId} --region ${region} --query 'Snapshots[].[StartTime,Description,VolumeId,Tags]'

aws ec2 modify-snapshot-tier --snapshot-id ${resourceId} --storage-tier archive --region ${region}

aws ec2 delete-snapshot --snapshot-id ${resourceId} --region ${region}`,
    terraform: ({ resourceId }) => `# snapshots by a policy delete themselves; ${resourceId} was made by hand
resource "aws_dlm_lifecycle_policy" "volumes" {
  description        = "Daily snapshots for two weeks"
  execution_role_arn = aws_iam_role.dlm.arn
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Backup = "daily" }
    schedule {
      name = "daily"
      create_rule { interval = 24 }
      retain_rule { count = 14 }
    }
  }
}`,
    before:
      'Snapshots build on each other, and deleting one keeps what later ones need: nothing else breaks. What can break is a restore plan or a legal hold that names it, so ask before, and set a retention rule in the Recycle Bin to have a way back.',
    links: [
      {
        title: 'Delete an Amazon EBS snapshot',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-snapshot.html',
      },
      {
        title: 'Archive Amazon EBS snapshots',
        url: 'https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-archive.html',
      },
    ],
  },
  async judge(snapshot, { params, now }) {
    if (now - snapshot.startedAt <= params.max_age_days * DAY_MS) return pass('The snapshot is new');
    if (snapshot.managedBy !== null) return pass(`${snapshot.managedBy} looks after the snapshot`);
    const images = await snapshot.images();
    if (images.length > 0) return pass(`The snapshot is part of ${images[0]}`);
    return fail(
      `The snapshot was made on ${dayOf(snapshot.startedAt)}, longer ago than ${params.max_age_days} days`,
      {
        started: dayOf(snapshot.startedAt),
        sizeGiB: snapshot.sizeGiB,
        volume: snapshot.volumeId,
        description: snapshot.description,
      },
    );
  },
});
