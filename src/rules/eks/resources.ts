import type { EncryptionConfig, VpcConfigResponse } from '@aws-sdk/client-eks';
import { type Resource, resourceType } from '../define';

/** How EKS supports a version of Kubernetes. */
export interface KubernetesVersion {
  version: string;
  /** STANDARD_SUPPORT, EXTENDED_SUPPORT or UNSUPPORTED. */
  status: string;
  /** Milliseconds since 1970; null where EKS does not say. */
  endOfStandardSupport: number | null;
}

/** A cluster; all but its name is asked of EKS when a rule wants it. */
export interface EksCluster extends Resource {
  details(): Promise<{
    version: string;
    vpcConfig: VpcConfigResponse;
    encryptionConfig: EncryptionConfig[];
  }>;
  /** The versions that EKS knows, asked once for all clusters. */
  kubernetesVersions(): Promise<KubernetesVersion[]>;
}

export const eksCluster = resourceType<EksCluster>({
  key: 'eks-cluster',
  type: 'AWS::EKS::Cluster',
  label: 'EKS cluster',
  scope: 'regional',
  consolePage: ({ id, region }) => `/eks/home?region=${region}#/clusters/${id}`,
});
