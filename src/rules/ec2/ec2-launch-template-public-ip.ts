import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { launchTemplate } from './resources';

export default defineRule({
  id: 'ec2-launch-template-public-ip',
  title: 'Launch templates do not assign public addresses',
  service: 'ec2',
  severity: 'high',
  pillar: 'security',
  resource: launchTemplate,
  parameters: z.object({}),
  permissions: ['ec2:DescribeLaunchTemplateVersions'],
  references: { fsbp: ['EC2.25'] },
  guidance: {
    why: 'Every instance that the template starts gets an address on the internet, whatever its subnet says, and an Auto Scaling group starts them without anybody looking. One wide security group is then enough to expose the whole fleet.',
    console: [
      'Open the EC2 console in the region of the template, choose "Launch Templates" and select it.',
      'Choose Actions, "Modify template (Create new version)".',
      'Under "Network settings", "Advanced network configuration" set "Auto-assign public IP" to Disable.',
      'Choose "Create template version", then Actions, "Set default version", and refresh the groups that use it.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 create-launch-template-version --launch-template-id ${resourceId} --region ${region} \\
  --source-version '$Default' --version-description 'no public address' \\
  --launch-template-data '{"NetworkInterfaces":[{"DeviceIndex":0,"AssociatePublicIpAddress":false,"Groups":["<sg-id>"]}]}'
aws ec2 modify-launch-template --launch-template-id ${resourceId} --default-version <new-version> --region ${region}

aws autoscaling start-instance-refresh --auto-scaling-group-name <group> --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_launch_template" "fleet" { # ${resourceId}
  # ... as it is
  update_default_version = true
  network_interfaces {
    associate_public_ip_address = false
    security_groups             = [aws_security_group.fleet.id]
  }
}`,
    before:
      'New instances need another way out for updates and image pulls: a NAT gateway or VPC endpoints in their subnets. A new version replaces the list of network interfaces as a whole, so carry security groups over; running instances keep their address until they are replaced.',
    links: [
      {
        title: 'Modify a launch template (manage launch template versions)',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html',
      },
      {
        title: 'Start an instance refresh',
        url: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/start-instance-refresh.html',
      },
    ],
  },
  judge(template) {
    const assigning = template.networkInterfaces.filter(
      ({ AssociatePublicIpAddress }) => AssociatePublicIpAddress === true,
    );
    if (assigning.length === 0) return pass('The template assigns no public address');
    return fail(`The template ${template.name ?? template.id} gives its instances public addresses`, {
      version: template.defaultVersion,
      networkInterfaces: assigning.map(({ DeviceIndex }) => DeviceIndex ?? 0),
    });
  },
});
