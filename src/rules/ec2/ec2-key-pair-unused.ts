import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { keyPair } from './resources';

export default defineRule({
  id: 'ec2-key-pair-unused',
  title: 'EC2 key pairs used by no instance are removed',
  service: 'ec2',
  severity: 'low',
  pillar: 'operational-excellence',
  resource: keyPair,
  parameters: z.object({}),
  permissions: [
    'ec2:DescribeKeyPairs',
    'ec2:DescribeInstances',
    'ec2:DescribeLaunchTemplateVersions',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeLaunchConfigurations',
  ],
  references: {},
  guidance: {
    why: 'Somebody still has the private half of this key, and the next instance that is launched with it by habit lets them in. With every unused pair gone, the list shows who can log in where.',
    console: [
      'Open the EC2 console in the region of the key pair and choose "Key Pairs".',
      'Select it and compare its name and tags with what the team still uses.',
      'Choose Actions, Delete, and type Delete to confirm.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-instances --filters Name=key-name,Values=${resourceId} --region ${region} --query 'Reservations[].Instances[].InstanceId'

aws ec2 delete-key-pair --key-name ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take aws_key_pair ${resourceId} out of the configuration; instances need none with Session Manager:
resource "aws_instance" "workload" {
  key_name             = null
  iam_instance_profile = aws_iam_instance_profile.ssm.name
  # ... as it is
}`,
    before:
      'Deleting the pair takes it from the list of EC2 only: instances that got the public key at launch, or later by hand or by configuration management, still accept it. Elastic Beanstalk environments, EMR and build pipelines name key pairs too, so search for the name there.',
    links: [
      {
        title: 'Amazon EC2 key pairs and Amazon EC2 instances',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-key-pairs.html',
      },
      {
        title: 'Delete your key pair',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/delete-key-pair.html',
      },
    ],
  },
  async judge(pair) {
    const users = await pair.usedBy();
    if (users.length > 0) return pass(`The key pair is used by ${users.slice(0, 3).join(', ')}`);
    return fail(`Nothing uses the key pair ${pair.id}`, { created: pair.createdOn });
  },
});
