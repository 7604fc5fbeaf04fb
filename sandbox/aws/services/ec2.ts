import * as ec2 from '@aws-sdk/client-ec2';
import { knownOperations, operation, type Service } from '../service';
import { ec2Dialect } from '../wire/dialect';
import { ec2QueryProtocol } from '../wire/query-protocol';
import { describeInstances, describeNetworkInterfaces } from './ec2/instances';
import {
  describeInstanceAttribute,
  describeKeyPairs,
  describeLaunchTemplateVersions,
  describeTransitGateways,
} from './ec2/launch';
import { describeAddresses, describeFlowLogs, describeRegions, describeVpcs } from './ec2/network';
import { describeNetworkAcls } from './ec2/network-acls';
import { describeNatGateways, describeRouteTables, describeSubnets } from './ec2/routing';
import { describeSecurityGroups } from './ec2/security-groups';
import { describeImages, describeSnapshotAttribute, describeSnapshots, describeVolumes } from './ec2/storage';
import { here } from './regional';

export const ec2Service: Service = {
  name: 'ec2',
  global: false,
  protocol: ec2QueryProtocol('http://ec2.amazonaws.com/doc/2016-11-15/'),
  dialect: ec2Dialect,
  known: knownOperations({ ...ec2 }),
  operations: [
    operation(ec2.DescribeRegions$, describeRegions),
    operation(ec2.DescribeVolumes$, describeVolumes),
    operation(ec2.DescribeSnapshots$, describeSnapshots),
    operation(ec2.DescribeSnapshotAttribute$, describeSnapshotAttribute),
    operation(ec2.DescribeImages$, describeImages),
    operation(ec2.DescribeSecurityGroups$, describeSecurityGroups),
    operation(ec2.DescribeNetworkInterfaces$, describeNetworkInterfaces),
    operation(ec2.DescribeInstances$, describeInstances),
    operation(ec2.DescribeAddresses$, describeAddresses),
    operation(ec2.DescribeVpcs$, describeVpcs),
    operation(ec2.DescribeFlowLogs$, describeFlowLogs),
    operation(ec2.DescribeNetworkAcls$, describeNetworkAcls),
    operation(ec2.DescribeSubnets$, describeSubnets),
    operation(ec2.DescribeLaunchTemplateVersions$, describeLaunchTemplateVersions),
    operation(ec2.DescribeKeyPairs$, describeKeyPairs),
    operation(ec2.DescribeInstanceAttribute$, describeInstanceAttribute),
    operation(ec2.DescribeTransitGateways$, describeTransitGateways),
    operation(ec2.DescribeRouteTables$, describeRouteTables),
    operation(ec2.DescribeNatGateways$, describeNatGateways),
    operation(
      ec2.GetImageBlockPublicAccessState$,
      (
        _input: ec2.GetImageBlockPublicAccessStateRequest,
        call,
      ): ec2.GetImageBlockPublicAccessStateResult => ({
        ImageBlockPublicAccessState: here(call).imageBlock,
        ManagedBy: 'account',
      }),
    ),
    operation(
      ec2.GetEbsEncryptionByDefault$,
      (_input: ec2.GetEbsEncryptionByDefaultRequest, call): ec2.GetEbsEncryptionByDefaultResult => ({
        EbsEncryptionByDefault: here(call).ebs.encryptionByDefault,
        SseType: 'sse-ebs',
      }),
    ),
    operation(
      ec2.GetSnapshotBlockPublicAccessState$,
      (
        _input: ec2.GetSnapshotBlockPublicAccessStateRequest,
        call,
      ): ec2.GetSnapshotBlockPublicAccessStateResult => ({
        State: here(call).ebs.snapshotBlock,
        ManagedBy: 'account',
      }),
    ),
  ],
};
