import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { hasTag } from '../exempt-tag';
import { ec2Instance } from './resources';

export default defineRule({
  id: 'ec2-instance-public-ip',
  title: 'Instances have no public IPv4 address',
  service: 'ec2',
  severity: 'medium',
  pillar: 'security',
  resource: ec2Instance,
  parameters: z.object({
    exempt_tag: z
      .string()
      .max(256)
      .default('')
      .describe('A tag, as key or key=value, on what may be so on purpose. Empty: nothing is exempt.'),
  }),
  permissions: ['ec2:DescribeInstances'],
  references: { fsbp: ['EC2.9'] },
  guidance: {
    why: 'The instance has an address on the internet, so every port that a security group opens by mistake is open at once. Behind a load balancer or NAT the same mistake stays inside, and the machine can be patched before anybody finds it.',
    console: [
      'Open the EC2 console in the region of the instance, choose Instances and select it.',
      'Look under Networking who has to reach it, and from where.',
      'Put a load balancer in front, or Session Manager for administrators, and a NAT gateway for what it fetches itself.',
      'For an Elastic IP choose "Elastic IPs", Actions, "Disassociate"; an automatic address goes with Actions, Networking, "Manage IP addresses", or a new start in a private subnet.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-instances --instance-ids ${resourceId} --region ${region} \\
  --query 'Reservations[].Instances[].[PublicIpAddress,SubnetId,NetworkInterfaces[].NetworkInterfaceId]'

# an automatic address, without a restart
aws ec2 modify-network-interface-attribute --network-interface-id <eni-id> --no-associate-public-ip-address --region ${region}

# an Elastic IP
aws ec2 disassociate-address --association-id <eipassoc-id> --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_instance" "private" { # ${resourceId}
  subnet_id                   = var.private_subnet_id
  associate_public_ip_address = false
  # ... as it is
}`,
    before:
      'Whatever names the address breaks: DNS records, allow lists of partners, the clients themselves. The instance also loses its way out unless its subnet has a NAT gateway or endpoints, which shows first in package updates and the SSM agent.',
    links: [
      {
        title: 'Amazon EC2 instance IP addressing',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html',
      },
      {
        title:
          'Connect to your instances without requiring a public IPv4 address (EC2 Instance Connect Endpoint)',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html',
      },
    ],
  },
  judge(instance, { params }) {
    if (instance.publicIp === null) return pass('The instance has no public address');
    if (hasTag(instance, params.exempt_tag)) return pass(`Exempt by the tag ${params.exempt_tag}`);
    return fail(`The instance has the public address ${instance.publicIp}`, {
      publicIp: instance.publicIp,
      securityGroups: instance.securityGroupIds,
    });
  },
});
