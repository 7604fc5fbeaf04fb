import type { GetKeyRotationStatusResponse, KeyMetadata } from '@aws-sdk/client-kms';
import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A key of ListKeys, without those that ListAliases shows under alias/aws/. Id: the key id; name: its first alias. */
export interface KmsKey extends Resource {
  /** kms:DescribeKey. */
  metadata(): Promise<KeyMetadata>;
  /** kms:GetKeyRotationStatus. AWS answers it for enabled symmetric keys only; ask metadata() first. */
  rotation(): Promise<Pick<GetKeyRotationStatusResponse, 'KeyRotationEnabled' | 'RotationPeriodInDays'>>;
  /** kms:GetKeyPolicy; every key has one. */
  policy(): Promise<PolicyDocument>;
}

export const kmsKey = resourceType<KmsKey>({
  key: 'kms-key',
  type: 'AWS::KMS::Key',
  label: 'KMS key',
  scope: 'regional',
  consolePage: ({ id, region }) => `/kms/home?region=${region}#/kms/keys/${id}`,
});
