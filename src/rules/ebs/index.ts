import type { Rule } from '../define';
import ebsDefaultEncryption from './ebs-default-encryption';
import ebsSnapshotBlockPublic from './ebs-snapshot-block-public';
import ebsSnapshotOld from './ebs-snapshot-old';
import ebsSnapshotPublic from './ebs-snapshot-public';
import ebsVolumeEncrypted from './ebs-volume-encrypted';
import ebsVolumeUnattached from './ebs-volume-unattached';

export const ebsRules: Rule[] = [
  ebsSnapshotPublic,
  ebsSnapshotBlockPublic,
  ebsDefaultEncryption,
  ebsVolumeEncrypted,
  ebsVolumeUnattached,
  ebsSnapshotOld,
];
