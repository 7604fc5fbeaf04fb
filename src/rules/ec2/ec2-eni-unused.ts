import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { networkInterface } from './resources';

export default defineRule({
  id: 'ec2-eni-unused',
  title: 'Detached network interfaces are removed',
  service: 'ec2',
  severity: 'low',
  pillar: 'operational-excellence',
  resource: networkInterface,
  parameters: z.object({}),
  permissions: ['ec2:DescribeNetworkInterfaces'],
  references: {},
  guidance: {
    why: 'An interface that is attached to nothing keeps an address of its subnet, its security groups and any Elastic IP from being freed, and keeps people guessing what it was for. Subnets run out of addresses through such leftovers, usually on the day of a large deployment.',
    console: [
      'Open the EC2 console in the region of the interface and choose "Network Interfaces".',
      'Select the interface and read its description and tags for who made it.',
      'Choose Actions, Delete, and confirm.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-network-interfaces --network-interface-ids ${resourceId} --region ${region} \\
  --query 'NetworkInterfaces[].[Status,Description,PrivateIpAddress,TagSet]'

aws ec2 delete-network-interface --network-interface-id ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take the resource of ${resourceId} out of the configuration; or, where it is to stay, use it
resource "aws_network_interface_attachment" "in_use" {
  network_interface_id = "${resourceId}"
  instance_id          = aws_instance.appliance.id
  device_index         = 1
}`,
    before:
      'Some interfaces wait on purpose: a failover address that a cluster moves to the standby, or a licence that is bound to the MAC address. The description and CloudTrail (CreateNetworkInterface) tell who made it; deleting gives its private address back at once.',
    links: [
      {
        title: 'Elastic network interfaces',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html',
      },
      {
        title: 'Delete a network interface',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/delete_eni.html',
      },
    ],
  },
  judge(subject) {
    if (subject.status !== 'available') return pass('The network interface is in use');
    if (subject.requesterManaged) return pass('An AWS service looks after the network interface');
    return fail('The network interface is attached to nothing', {
      status: subject.status,
      description: subject.description,
      interfaceType: subject.interfaceType,
      subnet: subject.subnetId,
    });
  },
});
