import cloudtrailMultiRegion from './cloudtrail/cloudtrail-multi-region';
import type { Rule } from './define';
import ebsDefaultEncryption from './ebs/ebs-default-encryption';
import ebsSnapshotBlockPublic from './ebs/ebs-snapshot-block-public';
import ebsSnapshotPublic from './ebs/ebs-snapshot-public';
import ebsVolumeEncrypted from './ebs/ebs-volume-encrypted';
import ebsVolumeUnattached from './ebs/ebs-volume-unattached';
import ec2AmiPublic from './ec2/ec2-ami-public';
import ec2EipUnassociated from './ec2/ec2-eip-unassociated';
import ec2InstanceImdsv2 from './ec2/ec2-instance-imdsv2';
import ec2SgDefaultOpen from './ec2/ec2-sg-default-open';
import ec2SgOpenAllPorts from './ec2/ec2-sg-open-all-ports';
import ec2SgOpenRdp from './ec2/ec2-sg-open-rdp';
import ec2SgOpenSsh from './ec2/ec2-sg-open-ssh';
import ec2SgUnused from './ec2/ec2-sg-unused';
import iamAccessKeyRotation from './iam/iam-access-key-rotation';
import iamAccessKeyUnused from './iam/iam-access-key-unused';
import iamPasswordPolicyLength from './iam/iam-password-policy-length';
import iamPolicyFullAdmin from './iam/iam-policy-full-admin';
import iamRootAccessKey from './iam/iam-root-access-key';
import iamRootMfa from './iam/iam-root-mfa';
import iamUserConsoleMfa from './iam/iam-user-console-mfa';
import kmsKeyRotation from './kms/kms-key-rotation';
import rdsInstancePublic from './rds/rds-instance-public';
import rdsSnapshotPublic from './rds/rds-snapshot-public';
import s3AccountPublicAccessBlock from './s3/s3-account-public-access-block';
import s3BucketPublicAccessBlock from './s3/s3-bucket-public-access-block';
import s3BucketPublicRead from './s3/s3-bucket-public-read';
import s3BucketPublicWrite from './s3/s3-bucket-public-write';
import s3BucketSecureTransport from './s3/s3-bucket-secure-transport';
import vpcFlowLogs from './vpc/vpc-flow-logs';

/** Every rule of the product. */
export const catalogue: Rule[] = [
  s3AccountPublicAccessBlock,
  s3BucketPublicAccessBlock,
  s3BucketPublicRead,
  s3BucketPublicWrite,
  s3BucketSecureTransport,
  ebsSnapshotPublic,
  ebsSnapshotBlockPublic,
  ebsDefaultEncryption,
  ebsVolumeEncrypted,
  ebsVolumeUnattached,
  ec2AmiPublic,
  ec2SgOpenAllPorts,
  ec2SgOpenSsh,
  ec2SgOpenRdp,
  ec2SgDefaultOpen,
  ec2SgUnused,
  ec2InstanceImdsv2,
  ec2EipUnassociated,
  vpcFlowLogs,
  iamRootAccessKey,
  iamRootMfa,
  iamUserConsoleMfa,
  iamAccessKeyRotation,
  iamAccessKeyUnused,
  iamPasswordPolicyLength,
  iamPolicyFullAdmin,
  rdsInstancePublic,
  rdsSnapshotPublic,
  cloudtrailMultiRegion,
  kmsKeyRotation,
];

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule of that id, or null when there is none. */
export function findRule(id: string): Rule | null {
  return byId.get(id) ?? null;
}

/** The IAM actions that the rules need, each once, sorted. */
export function permissionsOf(rules: Rule[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.permissions))].sort();
}
