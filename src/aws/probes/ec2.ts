import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeLaunchConfigurationsCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewaysCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetEbsEncryptionByDefaultCommand,
  GetImageBlockPublicAccessStateCommand,
  GetSnapshotBlockPublicAccessStateCommand,
} from '@aws-sdk/client-ec2';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

/** The smallest page that EC2 takes. */
const EC2_SMALLEST = 5;

export function ec2Probes(session: AwsSession): [string, Probe][] {
  const ec2 = session.clients.regional('ec2', EC2Client);
  const MaxResults = EC2_SMALLEST;
  const firstInstance = session.question(async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ MaxResults }));
    return Reservations?.[0]?.Instances?.[0]?.InstanceId;
  });
  return [
    ['ec2:DescribeAddresses', () => ec2.send(new DescribeAddressesCommand({}))],
    ['ec2:DescribeFlowLogs', () => ec2.send(new DescribeFlowLogsCommand({ MaxResults }))],
    ['ec2:DescribeImages', () => ec2.send(new DescribeImagesCommand({ Owners: ['self'], MaxResults }))],
    ['ec2:DescribeInstances', firstInstance],
    ['ec2:DescribeKeyPairs', () => ec2.send(new DescribeKeyPairsCommand({}))],
    [
      'ec2:DescribeLaunchTemplateVersions',
      () => ec2.send(new DescribeLaunchTemplateVersionsCommand({ Versions: ['$Default'], MaxResults })),
    ],
    ['ec2:DescribeTransitGateways', () => ec2.send(new DescribeTransitGatewaysCommand({ MaxResults }))],
    [
      'ec2:DescribeInstanceAttribute',
      ofFirst(firstInstance, 'instances', (InstanceId) =>
        ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })),
      ),
    ],
    [
      'autoscaling:DescribeAutoScalingGroups',
      () =>
        session.clients
          .regional('autoscaling', AutoScalingClient)
          .send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 1 })),
    ],
    [
      'autoscaling:DescribeLaunchConfigurations',
      () =>
        session.clients
          .regional('autoscaling', AutoScalingClient)
          .send(new DescribeLaunchConfigurationsCommand({ MaxRecords: 1 })),
    ],
    ['ec2:DescribeNatGateways', () => ec2.send(new DescribeNatGatewaysCommand({ MaxResults }))],
    ['ec2:DescribeRouteTables', () => ec2.send(new DescribeRouteTablesCommand({ MaxResults }))],
    ['ec2:DescribeSubnets', () => ec2.send(new DescribeSubnetsCommand({ MaxResults }))],
    ['ec2:DescribeNetworkAcls', () => ec2.send(new DescribeNetworkAclsCommand({ MaxResults }))],
    ['ec2:DescribeNetworkInterfaces', () => ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults }))],
    ['ec2:DescribeRegions', () => ec2.send(new DescribeRegionsCommand({}))],
    ['ec2:DescribeSecurityGroups', () => ec2.send(new DescribeSecurityGroupsCommand({ MaxResults }))],
    [
      'ec2:DescribeSnapshots',
      () => ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults })),
    ],
    ['ec2:DescribeVolumes', () => ec2.send(new DescribeVolumesCommand({ MaxResults }))],
    ['ec2:DescribeVpcs', () => ec2.send(new DescribeVpcsCommand({ MaxResults }))],
    ['ec2:GetImageBlockPublicAccessState', () => ec2.send(new GetImageBlockPublicAccessStateCommand({}))],
    ['ec2:GetEbsEncryptionByDefault', () => ec2.send(new GetEbsEncryptionByDefaultCommand({}))],
    [
      'ec2:GetSnapshotBlockPublicAccessState',
      () => ec2.send(new GetSnapshotBlockPublicAccessStateCommand({})),
    ],
  ];
}
