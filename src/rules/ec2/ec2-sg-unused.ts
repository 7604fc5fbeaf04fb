import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { firstThatMeets } from '../certain';
import { defineRule } from '../define';
import { securityGroup } from './resources';

export default defineRule({
  id: 'ec2-sg-unused',
  title: 'Security groups attached to nothing are removed',
  service: 'ec2',
  severity: 'low',
  pillar: 'operational-excellence',
  resource: securityGroup,
  parameters: z.object({}),
  permissions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces', 'lambda:ListFunctions'],
  references: {},
  guidance: {
    why: 'A group that nothing uses is still offered in every launch dialogue, with rules that nobody has looked at since its owner left. Deleting it keeps the list short enough that people choose the right one, and frees the quota.',
    console: [
      'Open the VPC console in the region of the group, choose Security groups and select the group.',
      'Look at its tags and, under "Sharing", whether another account uses it.',
      'Actions, "Delete security groups", and confirm; AWS refuses while anything still refers to it.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-network-interfaces --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'NetworkInterfaces[].NetworkInterfaceId'

# AWS refuses (DependencyViolation) while anything refers to it
aws ec2 delete-security-group --group-id ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# forget ${resourceId} without destroying it, where somebody else is to delete it;
# otherwise remove its aws_security_group block and apply
removed {
  from = aws_security_group.unused
  lifecycle {
    destroy = false
  }
}`,
    before:
      'Launch templates, CloudFormation stacks and scaled-to-zero services can name a group that is on no interface right now: search your templates for its id and name. Note its rules down, for they are gone with it.',
    links: [
      {
        title: 'Delete a security group',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html',
      },
      {
        title: 'Control traffic to your AWS resources using security groups',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
      },
    ],
  },
  async judge(group) {
    if (group.groupName === 'default') return pass('A default group cannot be deleted');
    if (group.referencedBy.length > 0) return pass(`Referred to by ${group.referencedBy[0]}`);

    const user = await firstThatMeets(
      [
        { of: 'a network interface', ask: () => group.networkInterfaces() },
        { of: 'a Lambda function', ask: () => group.lambdaFunctions() },
      ],
      async ({ ask }) => (await ask()).length > 0,
    );
    if (user !== null) return pass(`In use by ${user.of}`);
    return fail(
      `Nothing uses the group ${group.groupName}: no network interface, Lambda function or other group`,
      { networkInterfaces: [], lambdaFunctions: [], referencedBy: [], vpcId: group.vpcId },
    );
  },
});
