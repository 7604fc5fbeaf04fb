import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { ec2Instance } from './resources';

export default defineRule({
  id: 'ec2-instance-stopped-old',
  title: 'Instances stopped for long are removed',
  service: 'ec2',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: ec2Instance,
  parameters: z.object({
    max_age_days: daysParameter(30, 'Days for which an instance may stay stopped.'),
  }),
  permissions: ['ec2:DescribeInstances'],
  references: { fsbp: ['EC2.4'] },
  guidance: {
    why: 'A stopped instance costs nothing by the hour, but its disks do, and it gets no patches: whoever starts it next year starts the holes of today. It also keeps its security group, role and address from being cleaned up.',
    console: [
      'Open the EC2 console in the region of the instance, choose Instances and select it.',
      'Ask the owner named by its tags whether it is still wanted.',
      'Choose Actions, "Image and templates", "Create image" where its state may be needed again.',
      'Choose "Instance state", "Terminate (delete) instance"; volumes that are kept show under Volumes.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 create-image --instance-id ${resourceId} --name "archive-${resourceId}" --region ${region}

aws ec2 modify-instance-attribute --instance-id ${resourceId} --no-disable-api-termination --region ${region}
aws ec2 terminate-instances --instance-ids ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take the instance ${resourceId} out of the configuration; its state is kept as
resource "aws_ami_from_instance" "archive" {
  name               = "archive-${resourceId}"
  source_instance_id = "${resourceId}"
}`,
    before:
      'Data on instance store is gone already, but volumes with DeleteOnTermination go with the instance: make the image first and start it once to see that it works. Licences bound to the machine and a private address that others name are the usual reasons to keep one.',
    links: [
      {
        title: 'Terminate Amazon EC2 instances',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html',
      },
      {
        title: 'Create an Amazon EBS-backed AMI',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html',
      },
    ],
  },
  judge(instance, { params, now }) {
    if (instance.state !== 'stopped') return pass(`The instance is ${instance.state}`);
    const { stoppedAt } = instance;
    if (stoppedAt === null) return unknown('EC2 does not say since when the instance is stopped');
    if (now - stoppedAt <= params.max_age_days * DAY_MS)
      return pass(`The instance was stopped on ${dayOf(stoppedAt)}`);
    return fail(`The instance has been stopped since ${dayOf(stoppedAt)}`, {
      stopped: dayOf(stoppedAt),
      instanceType: instance.instanceType,
    });
  },
});
