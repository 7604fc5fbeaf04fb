import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { ec2Instance } from './resources';

export default defineRule({
  id: 'ec2-instance-profile',
  title: 'Instances use an instance role',
  service: 'ec2',
  severity: 'low',
  pillar: 'security',
  resource: ec2Instance,
  parameters: z.object({}),
  permissions: ['ec2:DescribeInstances'],
  references: { cis: ['7.0:2.16', '6.0:2.17', '5.0:1.17'] },
  guidance: {
    why: 'Without a role the programs on the instance either cannot use AWS or were given access keys in a file, which do not change and can be copied. The credentials of a role expire within hours and cannot be forgotten in a repository.',
    console: [
      'Open the EC2 console in the region of the instance, choose Instances and select it.',
      'Choose Actions, Security, "Modify IAM role".',
      'Choose a role with what the workload needs, at the least AmazonSSMManagedInstanceCore for Session Manager and patching.',
      'Choose "Update IAM role"; then find and delete access keys that lie on the instance.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 associate-iam-instance-profile --instance-id ${resourceId} --region ${region} \\
  --iam-instance-profile Name=<instance-profile>

# on the instance: keys that are no longer needed
sudo grep -rls 'AKIA' /home /root /etc /opt 2>/dev/null`,
    terraform: ({ resourceId }) => `resource "aws_instance" "workload" { # ${resourceId}
  iam_instance_profile = aws_iam_instance_profile.workload.name
  # ... as it is
}

resource "aws_iam_instance_profile" "workload" {
  role = aws_iam_role.workload.name
}`,
    before:
      'Adding a profile changes nothing for programs that find keys in their environment or files: those win over the role, so take them away afterwards and watch. Give the role what the keys could do in fact, as Access Analyzer or CloudTrail shows it, and no more.',
    links: [
      {
        title: 'IAM roles for Amazon EC2',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
      },
      {
        title: 'Use an IAM role to grant permissions to applications running on EC2',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
      },
    ],
  },
  judge(instance) {
    if (instance.state !== 'running') return pass(`The instance is ${instance.state}`);
    if (instance.instanceProfileArn !== null) return pass('The instance has a role');
    return fail('The instance has no role', { instanceProfile: null });
  },
});
