import { type Resource, resourceType } from '../define';

/** A document of the account's own: ListDocuments(Owner=Self). */
export interface SsmDocument extends Resource {
  documentType: string;
  /** The accounts that it is shared with; `all` for everyone. */
  sharedWith(): Promise<string[]>;
}

/** What Systems Manager keeps once for an account and region. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface SsmRegion extends Resource {
  /** Enable or Disable. */
  publicSharingPermission(): Promise<string>;
}

/** A managed node as its summary of patch compliance tells of it. */
export interface ManagedNode extends Resource {
  /** COMPLIANT or NON_COMPLIANT. */
  patchStatus: string;
  /** Patches that are missing or failed, by severity. */
  nonCompliant: Record<string, number>;
}

export const ssmDocument = resourceType<SsmDocument>({
  key: 'ssm-document',
  type: 'AWS::SSM::Document',
  label: 'Systems Manager document',
  scope: 'regional',
  consolePage: ({ id, region }) => `/systems-manager/documents/${id}/details?region=${region}`,
});

export const ssmRegion = resourceType<SsmRegion>({
  key: 'ssm-region',
  type: 'AWS::::Account',
  label: 'Systems Manager settings of the region',
  scope: 'regional',
  consolePage: ({ region }) => `/systems-manager/documents/preferences?region=${region}`,
});

export const managedNode = resourceType<ManagedNode>({
  key: 'ssm-managed-node',
  type: 'AWS::SSM::ManagedInstanceInventory',
  label: 'Managed node',
  scope: 'regional',
  consolePage: ({ id, region }) =>
    `/systems-manager/fleet-manager/managed-nodes/${id}/patch?region=${region}`,
});
