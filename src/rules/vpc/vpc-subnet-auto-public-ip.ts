import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { hasTag } from '../exempt-tag';
import { subnet } from './resources';

export default defineRule({
  id: 'vpc-subnet-auto-public-ip',
  title: 'Subnets do not hand out public addresses',
  service: 'vpc',
  severity: 'medium',
  pillar: 'security',
  resource: subnet,
  parameters: z.object({
    exempt_tag: z
      .string()
      .max(256)
      .default('')
      .describe('A tag, as key or key=value, on what may be so on purpose. Empty: nothing is exempt.'),
  }),
  permissions: ['ec2:DescribeSubnets'],
  references: { fsbp: ['EC2.15'] },
  guidance: {
    why: 'Whatever is started in the subnet gets a public address without asking for one, test machines and one-off containers included. Public addresses that are asked for one by one are noticed; these are not.',
    console: [
      'Open the VPC console in the region of the subnet, choose Subnets and select it.',
      'Choose Actions, "Edit subnet settings".',
      'Untick "Enable auto-assign public IPv4 address" and choose Save.',
    ],
    cli: ({ resourceId, region }) =>
      `aws ec2 modify-subnet-attribute --subnet-id ${resourceId} --no-map-public-ip-on-launch --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_subnet" "subnet" { # ${resourceId}
  # ... as it is
  map_public_ip_on_launch = false
}`,
    before:
      'Load balancers and NAT gateways bring their own addresses and do not need the setting. Auto Scaling groups, Fargate tasks and EKS node groups that count on it start without a way to the internet from then on: give their templates an explicit address, or the subnet a NAT.',
    links: [
      {
        title: 'Modify the IP addressing attributes of your subnet',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html',
      },
      {
        title: 'Subnets for your VPC',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html',
      },
    ],
  },
  judge(subject, { params }) {
    if (!subject.mapPublicIpOnLaunch) return pass('The subnet hands out no public addresses');
    if (hasTag(subject, params.exempt_tag)) return pass(`Exempt by the tag ${params.exempt_tag}`);
    return fail('The subnet gives every new machine a public address', {
      mapPublicIpOnLaunch: true,
      vpc: subject.vpcId,
      cidrBlock: subject.cidrBlock,
    });
  },
});
