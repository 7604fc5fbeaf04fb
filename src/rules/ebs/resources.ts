import type { SnapshotBlockPublicAccessState, VolumeState } from '@aws-sdk/client-ec2';
import { type Resource, resourceType } from '../define';

/** What EBS keeps once for an account and region. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface EbsRegion extends Resource {
  /** ec2:GetEbsEncryptionByDefault. */
  encryptionByDefault(): Promise<boolean>;
  /** ec2:GetSnapshotBlockPublicAccessState: block-all-sharing, block-new-sharing or unblocked. */
  snapshotBlockPublicAccess(): Promise<SnapshotBlockPublicAccessState>;
}

/** A volume as DescribeVolumes lists it. */
export interface EbsVolume extends Resource {
  state: VolumeState;
  encrypted: boolean;
  sizeGiB: number;
  /** gp3, io2, ... */
  volumeType: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  attachedTo: string[];
}

/**
 * A snapshot of the account's own that is shared with everyone:
 * DescribeSnapshots(OwnerIds=[self], RestorableByUserIds=[all]) lists no other.
 */
export interface EbsPublicSnapshot extends Resource {
  volumeId: string | null;
  sizeGiB: number;
  description: string;
  encrypted: boolean;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** The region's block, shared with EbsRegion: asked only where a public snapshot exists. */
  snapshotBlockPublicAccess(): Promise<SnapshotBlockPublicAccessState>;
}

export const ebsRegion = resourceType<EbsRegion>({
  key: 'ebs-region',
  type: 'AWS::::Account',
  label: 'EBS settings of the region',
  scope: 'regional',
  consolePage: ({ region }) => `/ec2/home?region=${region}#Settings:tab=dataProtectionAndSecurity`,
});

export const ebsVolume = resourceType<EbsVolume>({
  key: 'ebs-volume',
  type: 'AWS::EC2::Volume',
  label: 'EBS volume',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#VolumeDetails:volumeId=${id}`,
});

export const ebsPublicSnapshot = resourceType<EbsPublicSnapshot>({
  key: 'ebs-public-snapshot',
  type: 'AWS::EC2::Snapshot',
  label: 'EBS snapshot',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#SnapshotDetails:snapshotId=${id}`,
});

/** A snapshot of the account's own. */
export interface EbsSnapshot extends Resource {
  volumeId: string | null;
  sizeGiB: number;
  description: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** What makes and deletes it by a plan: AWS Backup or Data Lifecycle Manager; null for nothing. */
  managedBy: string | null;
  /** The images that it is a part of. */
  images(): Promise<string[]>;
}

export const ebsSnapshot = resourceType<EbsSnapshot>({
  key: 'ebs-snapshot',
  type: 'AWS::EC2::Snapshot',
  label: 'EBS snapshot',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#SnapshotDetails:snapshotId=${id}`,
});
