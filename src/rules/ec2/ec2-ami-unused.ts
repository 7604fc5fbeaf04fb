import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { ec2Image } from './resources';

export default defineRule({
  id: 'ec2-ami-unused',
  title: 'Self-owned AMIs used by nothing are removed',
  service: 'ec2',
  severity: 'low',
  pillar: 'cost-optimisation',
  resource: ec2Image,
  parameters: z.object({
    max_age_days: daysParameter(90, 'Days since it was made for which an image may be unused.'),
  }),
  permissions: [
    'ec2:DescribeImages',
    'ec2:DescribeInstances',
    'ec2:DescribeLaunchTemplateVersions',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeLaunchConfigurations',
  ],
  references: {},
  guidance: {
    why: 'Nothing starts from the image any more, but its snapshots are billed every month, and whoever picks it from the list launches the unpatched packages of the day it was made. Old images also keep credentials and data that were rotated and deleted everywhere else.',
    console: [
      'Open the EC2 console in the region of the image and choose AMIs, "Owned by me".',
      'Select the image and look under Usage when it was last launched.',
      'Choose Actions, "Deregister AMI", and tick "Delete associated snapshots".',
      'Where it may be needed once more, choose Actions, "Disable AMI" and wait a month instead.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-image-attribute --image-id ${resourceId} --attribute lastLaunchedTime --region ${region}

aws ec2 disable-image --image-id ${resourceId} --region ${region}

# for good, the snapshots with it
aws ec2 deregister-image --image-id ${resourceId} --delete-associated-snapshots --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# for images that are made by pipelines, a policy that lets old ones go by themselves (${resourceId} is one of them)
resource "aws_dlm_lifecycle_policy" "images" {
  description        = "Keep the last 5 images"
  execution_role_arn = aws_iam_role.dlm.arn
  policy_details {
    policy_type    = "IMAGE_MANAGEMENT"
    resource_types = ["INSTANCE"]
    target_tags    = { Role = "build" }
    schedule {
      name = "weekly"
      create_rule { cron_expression = "cron(0 3 ? * SUN *)" }
      retain_rule { count = 5 }
    }
  }
}`,
    before:
      'Other accounts may launch it (look at its permissions), and so may a disaster-recovery plan, a pipeline or a Terraform state that names the id. Disabling shows who misses it and can be taken back; deregistering cannot, save from the Recycle Bin where a rule is set.',
    links: [
      {
        title: 'Deregister an Amazon EC2 AMI',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/deregister-ami.html',
      },
      {
        title: 'Disable an Amazon EC2 AMI',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html',
      },
    ],
  },
  async judge(image, { params, now }) {
    if (image.state === 'disabled') return pass('The image is disabled, so nothing can be launched from it');
    const madeAt = image.createdAt === null ? Number.NaN : Date.parse(image.createdAt);
    if (Number.isNaN(madeAt)) return unknown('EC2 does not say when the image was made');
    if (now - madeAt <= params.max_age_days * DAY_MS) return pass('The image is new');
    const users = await image.usedBy();
    if (users.length > 0) return pass(`The image is used by ${users.slice(0, 3).join(', ')}`);
    const [perhaps] = await image.perhapsUsedBy();
    if (perhaps !== undefined) {
      return unknown(
        `The launch template ${perhaps} names its image by a parameter, which may lead to this one`,
      );
    }
    return fail(`Nothing uses the image that was made on ${dayOf(madeAt)}`, {
      created: dayOf(madeAt),
      snapshots: image.snapshotIds,
    });
  },
});
