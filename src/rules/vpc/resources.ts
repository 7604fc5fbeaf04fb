import type { FlowLog } from '@aws-sdk/client-ec2';
import { type Resource, resourceType } from '../define';

/** A VPC as DescribeVpcs lists it. */
export interface Vpc extends Resource {
  isDefault: boolean;
  cidrBlock: string;
  /** The flow logs whose ResourceId is this VPC: one DescribeFlowLogs for all VPCs of the region. */
  flowLogs(): Promise<FlowLog[]>;
}

export const vpc = resourceType<Vpc>({
  key: 'vpc',
  type: 'AWS::EC2::VPC',
  label: 'VPC',
  scope: 'regional',
  consolePage: ({ id, region }) => `/vpcconsole/home?region=${region}#VpcDetails:VpcId=${id}`,
});

/** A public or private NAT gateway as DescribeNatGateways lists it. */
export interface NatGateway extends Resource {
  /** pending, available, failed, ... */
  state: string;
  vpcId: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Whether a route table of the region names it. */
  isRouteTarget(): Promise<boolean>;
  /** The sum of BytesOutToDestination over the last days; null where CloudWatch has no datapoint. */
  bytesOut(days: number): Promise<number | null>;
}

export const natGateway = resourceType<NatGateway>({
  key: 'vpc-nat-gateway',
  type: 'AWS::EC2::NatGateway',
  label: 'NAT gateway',
  scope: 'regional',
  consolePage: ({ id, region }) => `/vpcconsole/home?region=${region}#NatGatewayDetails:natGatewayId=${id}`,
});

/** A subnet as DescribeSubnets lists it. */
export interface Subnet extends Resource {
  mapPublicIpOnLaunch: boolean;
  vpcId: string;
  cidrBlock: string;
}

/** A transit gateway of the account's own. */
export interface TransitGateway extends Resource {
  autoAcceptsSharedAttachments: boolean;
}

export const subnet = resourceType<Subnet>({
  key: 'vpc-subnet',
  type: 'AWS::EC2::Subnet',
  label: 'Subnet',
  scope: 'regional',
  consolePage: ({ id, region }) => `/vpcconsole/home?region=${region}#SubnetDetails:subnetId=${id}`,
});

export const transitGateway = resourceType<TransitGateway>({
  key: 'vpc-transit-gateway',
  type: 'AWS::EC2::TransitGateway',
  label: 'Transit gateway',
  scope: 'regional',
  consolePage: ({ id, region }) =>
    `/vpcconsole/home?region=${region}#TransitGatewayDetails:transitGatewayId=${id}`,
});
