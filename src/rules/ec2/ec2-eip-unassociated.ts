import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { elasticIp } from './resources';

export default defineRule({
  id: 'ec2-eip-unassociated',
  title: 'Elastic IP addresses are in use',
  service: 'ec2',
  severity: 'low',
  pillar: 'cost-optimisation',
  resource: elasticIp,
  parameters: z.object({}),
  permissions: ['ec2:DescribeAddresses'],
  references: { fsbp: ['EC2.12'] },
  guidance: {
    why: "AWS charges for every public IPv4 address by the hour, also for one that points at nothing. An address that DNS or a partner's allow list still names is a trap as well: who gets it next receives your traffic.",
    console: [
      'Open the EC2 console in the region of the address and choose "Elastic IPs".',
      'Select the address and look at its tags and at your DNS zones for its IP.',
      'Actions, "Release Elastic IP addresses", Release.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-addresses --allocation-ids ${resourceId} --region ${region}

aws ec2 release-address --allocation-id ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# either remove the aws_eip block of ${resourceId}, or put the address to use:
resource "aws_eip_association" "in_use" {
  allocation_id = "${resourceId}"
  instance_id   = var.instance_id
}`,
    before:
      'A released address can rarely be had back. Search DNS records, firewalls of partners and licence servers for it, and ask whether it is held for failover.',
    links: [
      {
        title: 'Elastic IP addresses',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html',
      },
      {
        title: 'ReleaseAddress',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html',
      },
    ],
  },
  judge(address) {
    if (address.associationId !== null) return pass('The address is associated');
    return fail(`The address ${address.publicIp} is associated with nothing`, {
      publicIp: address.publicIp,
      associationId: null,
    });
  },
});
