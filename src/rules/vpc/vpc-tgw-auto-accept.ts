import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { transitGateway } from './resources';

export default defineRule({
  id: 'vpc-tgw-auto-accept',
  title: 'Transit gateways do not accept attachments unattended',
  service: 'vpc',
  severity: 'high',
  pillar: 'security',
  resource: transitGateway,
  parameters: z.object({}),
  permissions: ['ec2:DescribeTransitGateways'],
  references: { fsbp: ['EC2.23'] },
  guidance: {
    why: 'Any account that the gateway is shared with can attach a VPC of its own without anybody looking, and with default route tables it then reaches all the others. One compromised or careless account so becomes a neighbour of every network.',
    console: [
      'Open the VPC console in the region of the gateway, choose "Transit gateways" and select it.',
      'Choose Actions, "Modify transit gateway".',
      'Untick "Auto accept shared attachments" and choose "Modify transit gateway".',
      'Look through "Transit gateway attachments" for VPCs that nobody knows.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-transit-gateway-attachments --filters Name=transit-gateway-id,Values=${resourceId} --region ${region} \\
  --query 'TransitGatewayAttachments[].[ResourceOwnerId,ResourceId,State]' --output table

aws ec2 modify-transit-gateway --transit-gateway-id ${resourceId} --options AutoAcceptSharedAttachments=disable --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_ec2_transit_gateway" "hub" { # ${resourceId}
  # ... as it is
  auto_accept_shared_attachments = "disable"
}`,
    before:
      'Attachments that exist stay. New ones wait for somebody to accept them, so pipelines that make accounts have to do that as a step of the network team (accept-transit-gateway-vpc-attachment), or stop half-way.',
    links: [
      {
        title: 'Transit gateways in Amazon VPC Transit Gateways',
        url: 'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html',
      },
      {
        title: 'Accept a shared attachment',
        url: 'https://docs.aws.amazon.com/vpc/latest/tgw/acccept-tgw-attach.html',
      },
    ],
  },
  judge(gateway) {
    if (!gateway.autoAcceptsSharedAttachments) return pass('Attachments are accepted by hand');
    return fail('The gateway accepts attachments of other accounts by itself', {
      autoAcceptSharedAttachments: 'enable',
    });
  },
});
