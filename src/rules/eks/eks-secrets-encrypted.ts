import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { eksCluster } from './resources';

export default defineRule({
  id: 'eks-secrets-encrypted',
  title: 'Cluster secrets use envelope encryption',
  service: 'eks',
  severity: 'medium',
  pillar: 'security',
  resource: eksCluster,
  parameters: z.object({}),
  permissions: ['eks:ListClusters', 'eks:DescribeCluster'],
  references: { fsbp: ['EKS.3'] },
  guidance: {
    why: 'Kubernetes keeps secrets base64-encoded in etcd, protected by a key of AWS that you can neither restrict nor see used. With a KMS key of your own, reading them needs a second permission, every use is in CloudTrail, and disabling the key locks them at once.',
    console: [
      'Open the EKS console in the region of the cluster, choose Clusters and the cluster.',
      'On the Overview tab find "Secrets encryption" and choose Enable.',
      'Choose a symmetric KMS key of the same region and choose Enable, then Confirm.',
      'Rewrite the secrets that exist, so that they are encrypted too.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws eks associate-encryption-config --cluster-name ${resourceId} --region ${region} \\
  --encryption-config '[{"resources":["secrets"],"provider":{"keyArn":"<kms-key-arn>"}}]'

# then rewrite what exists
kubectl get secrets --all-namespaces -o json | kubectl annotate --overwrite -f - kms-encryption-timestamp="$(date +%s)"`,
    terraform: ({ resourceId }) => `resource "aws_eks_cluster" "cluster" {
  name = "${resourceId}"
  # ... as it is
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks_secrets.arn
    }
  }
}`,
    before:
      'It cannot be switched off again, and losing the key loses the cluster: a key that is disabled or scheduled for deletion makes it unable to read its secrets. Protect the key with a policy and an alarm first; from version 1.28 on EKS already encrypts all API data with a key of AWS, so this is about control, not about clear text.',
    links: [
      {
        title: 'Encrypt Kubernetes secrets with KMS on existing clusters',
        url: 'https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html',
      },
      {
        title: 'Default envelope encryption for all Kubernetes API data',
        url: 'https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html',
      },
    ],
  },
  async judge(cluster) {
    const { encryptionConfig } = await cluster.details();
    const covering = encryptionConfig.find(
      ({ resources, provider }) => resources?.includes('secrets') && provider?.keyArn !== undefined,
    );
    if (covering !== undefined) return pass(`Secrets are encrypted with ${covering.provider?.keyArn}`);
    return fail(`The secrets of ${cluster.id} are not encrypted with a KMS key of yours`, {
      encryptionConfig: shorten(encryptionConfig),
    });
  },
});
