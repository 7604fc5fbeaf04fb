import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { natGateway } from './resources';

export default defineRule({
  id: 'vpc-nat-gateway-unused',
  title: 'NAT gateways carry traffic',
  service: 'vpc',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: natGateway,
  parameters: z.object({
    window_days: z
      .number()
      .int()
      .min(1)
      .max(60)
      .default(14)
      .describe('Days without traffic after which a gateway counts as unused.'),
  }),
  permissions: ['ec2:DescribeNatGateways', 'ec2:DescribeRouteTables', 'cloudwatch:GetMetricData'],
  references: {},
  guidance: {
    why: 'A NAT gateway costs about a dollar a day before it carries a byte, and its Elastic IP another ten cents. One that no route points to, or that nothing goes through, was usually left behind when its subnets went.',
    console: [
      'Open the VPC console in the region of the gateway and choose "NAT gateways".',
      'Select it and look at the Monitoring tab, BytesOutToDestination, and under "Route tables" for routes that point to it.',
      'Remove those routes, then choose Actions, "Delete NAT gateway".',
      'Choose "Elastic IPs", the address that has become free, Actions, "Release Elastic IP addresses".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-route-tables --filters Name=route.nat-gateway-id,Values=${resourceId} --region ${region} \\
  --query 'RouteTables[].[RouteTableId,VpcId]' --output table

aws ec2 delete-nat-gateway --nat-gateway-id ${resourceId} --region ${region}
aws ec2 release-address --allocation-id <eipalloc-id> --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take the gateway ${resourceId} and its address out of the configuration, or use it:
resource "aws_route" "to_internet" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "${resourceId}"
}`,
    before:
      "A partner may have the gateway's address on an allow list, and once released it is gone for good: keep the Elastic IP where that is so. A standby in another zone carries nothing on good days; look at the route tables of that zone before it goes.",
    links: [
      { title: 'NAT gateways', url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html' },
      {
        title: 'Monitor NAT gateways with Amazon CloudWatch',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway-cloudwatch.html',
      },
    ],
  },
  async judge(gateway, { params, now }) {
    const { window_days } = params;
    if (gateway.state !== 'available') return pass(`The gateway is ${gateway.state}`);
    if (now - gateway.createdAt < window_days * DAY_MS) return pass('The gateway is younger than the window');
    const evidence = { vpc: gateway.vpcId, created: dayOf(gateway.createdAt) };
    if (!(await gateway.isRouteTarget()))
      return fail(`No route points to ${gateway.id}`, { ...evidence, routes: 0 });
    const bytes = await gateway.bytesOut(window_days);
    // A gateway reports the metric every minute, at zero too.
    if (bytes === null) return unknown('CloudWatch has no figures of its traffic');
    if (bytes > 0) return pass('The gateway carries traffic');
    return fail(`Nothing went through ${gateway.id} in ${window_days} days`, {
      ...evidence,
      windowDays: window_days,
    });
  },
});
