import type {
  InstanceMetadataOptionsResponse,
  InstanceStateName,
  IpPermission,
  LaunchTemplateInstanceNetworkInterfaceSpecification,
} from '@aws-sdk/client-ec2';
import { type Resource, resourceType } from '../define';

/** An image of the account's own: DescribeImages(Owners=[self]). */
export interface Ec2Image extends Resource {
  isPublic: boolean;
  /** available, pending, deregistered, ... */
  state: string;
  /** Snapshots that the image is made of. */
  snapshotIds: string[];
  /** As AWS writes it, ISO 8601; null where AWS gives none. */
  createdAt: string | null;
  /** Instances, launch templates, Auto Scaling groups and launch configurations that name it. */
  usedBy(): Promise<string[]>;
  /** Launch templates that name their image by a parameter of the account's own, which may lead to it. */
  perhapsUsedBy(): Promise<string[]>;
}

/** A security group as DescribeSecurityGroups lists it. Name: GroupName. */
export interface SecurityGroup extends Resource {
  groupName: string;
  description: string;
  /** Null for a group outside a VPC. */
  vpcId: string | null;
  ingress: IpPermission[];
  egress: IpPermission[];
  /** Ids of other groups of the same list whose ingress or egress names this one; the group itself does not count. */
  referencedBy: string[];
  /** Ids of the network interfaces that carry the group: one DescribeNetworkInterfaces for all groups of the region. */
  networkInterfaces(): Promise<string[]>;
  /** Names of the Lambda functions whose VPC configuration names the group: one ListFunctions for the region. */
  lambdaFunctions(): Promise<string[]>;
}

/** An instance as DescribeInstances lists it, in any state. */
export interface Ec2Instance extends Resource {
  state: InstanceStateName;
  instanceType: string;
  /** Null when AWS gave none. */
  metadataOptions: InstanceMetadataOptionsResponse | null;
  /** Null when it has none. */
  publicIp: string | null;
  securityGroupIds: string[];
  /** Null for an instance without a role. */
  instanceProfileArn: string | null;
  /** Since when it is stopped, milliseconds since 1970; null where EC2 does not say or it is not stopped. */
  stoppedAt: number | null;
  /** What it was launched with, and all that is encoded in it; null when it has none. */
  userData(): Promise<UserDataText[] | null>;
}

/** A script or a configuration of user data. */
export interface UserDataText {
  /** Before the number of a line, where it is in what: empty for the user data itself. */
  within: string;
  /** Null for bytes that are no text. */
  text: string | null;
}

/** The default version of a launch template. Id: lt-0abc; name: the template's. */
export interface LaunchTemplate extends Resource {
  defaultVersion: number;
  networkInterfaces: LaunchTemplateInstanceNetworkInterfaceSpecification[];
}

/** A key pair. Id: its name. */
export interface KeyPair extends Resource {
  /** The day (UTC) on which it was made; null where EC2 does not say. */
  createdOn: string | null;
  /** Instances, launch templates and launch configurations that name it. */
  usedBy(): Promise<string[]>;
}

/** An Elastic IP address. Id: the allocation id (eipalloc-0abc); name: its Name tag. */
export interface ElasticIp extends Resource {
  publicIp: string;
  /** Null when it is associated with nothing. */
  associationId: string | null;
  instanceId: string | null;
  networkInterfaceId: string | null;
}

/** One numbered rule of a network ACL. */
export interface AclEntry {
  ruleNumber: number;
  action: 'allow' | 'deny';
  egress: boolean;
  /** As a number: 6 is TCP, 17 UDP, -1 every protocol. */
  protocol: string;
  /** IPv4 or IPv6. */
  cidr: string;
  /** Null for every port, or a protocol without ports. */
  ports: { from: number; to: number } | null;
}

/** A network ACL as DescribeNetworkAcls lists it. */
export interface NetworkAcl extends Resource {
  vpcId: string;
  /** The one that every subnet has that was given no other. */
  isDefault: boolean;
  entries: AclEntry[];
  subnetIds: string[];
}

/** What EC2 keeps once for an account and region. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface Ec2Region extends Resource {
  /** block-new-sharing or unblocked. */
  imageBlockPublicAccess(): Promise<string>;
}

/** A network interface as DescribeNetworkInterfaces lists it. */
export interface NetworkInterface extends Resource {
  /** `available` when it is attached to nothing. */
  status: string;
  /** Whether an AWS service made it and looks after it. */
  requesterManaged: boolean;
  description: string;
  interfaceType: string;
  subnetId: string | null;
}

export const networkAcl = resourceType<NetworkAcl>({
  key: 'ec2-network-acl',
  type: 'AWS::EC2::NetworkAcl',
  label: 'Network ACL',
  scope: 'regional',
  consolePage: ({ id, region }) => `/vpcconsole/home?region=${region}#NetworkAclDetails:networkAclId=${id}`,
});

export const ec2Region = resourceType<Ec2Region>({
  key: 'ec2-region',
  type: 'AWS::::Account',
  label: 'EC2 settings of the region',
  scope: 'regional',
  consolePage: ({ region }) => `/ec2/home?region=${region}#Settings:tab=dataProtectionAndSecurity`,
});

export const networkInterface = resourceType<NetworkInterface>({
  key: 'ec2-network-interface',
  type: 'AWS::EC2::NetworkInterface',
  label: 'Network interface',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#NetworkInterface:networkInterfaceId=${id}`,
});

export const ec2Image = resourceType<Ec2Image>({
  key: 'ec2-image',
  type: 'AWS::EC2::Image',
  label: 'AMI',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#ImageDetails:imageId=${id}`,
});

export const securityGroup = resourceType<SecurityGroup>({
  key: 'ec2-security-group',
  type: 'AWS::EC2::SecurityGroup',
  label: 'Security group',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#SecurityGroup:groupId=${id}`,
});

export const ec2Instance = resourceType<Ec2Instance>({
  key: 'ec2-instance',
  type: 'AWS::EC2::Instance',
  label: 'EC2 instance',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#InstanceDetails:instanceId=${id}`,
});

export const elasticIp = resourceType<ElasticIp>({
  key: 'ec2-elastic-ip',
  type: 'AWS::EC2::EIP',
  label: 'Elastic IP address',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#ElasticIpDetails:AllocationId=${id}`,
});

export const launchTemplate = resourceType<LaunchTemplate>({
  key: 'ec2-launch-template',
  type: 'AWS::EC2::LaunchTemplate',
  label: 'Launch template',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#LaunchTemplateDetails:launchTemplateId=${id}`,
});

export const keyPair = resourceType<KeyPair>({
  key: 'ec2-key-pair',
  type: 'AWS::EC2::KeyPair',
  label: 'Key pair',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#KeyPairs:search=${id}`,
});
