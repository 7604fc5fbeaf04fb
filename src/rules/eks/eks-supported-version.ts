import { z } from 'zod';
import { fail, type Judgement, pass, unknown } from '../../domain/judgement';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { eksCluster } from './resources';

export default defineRule({
  id: 'eks-supported-version',
  title: 'Clusters run a supported Kubernetes version',
  service: 'eks',
  severity: 'high',
  pillar: 'security',
  resource: eksCluster,
  parameters: z.object({
    min_version: z
      .string()
      .regex(/^(1\.\d{1,3})?$/, 'must be a version like 1.32, or empty')
      .default('')
      .describe('The oldest version you accept, like 1.32. Empty: what EKS has in standard support.'),
  }),
  permissions: ['eks:ListClusters', 'eks:DescribeCluster', 'eks:DescribeClusterVersions'],
  references: { fsbp: ['EKS.2'] },
  guidance: {
    why: 'A version of Kubernetes that is past its support gets no security patches from the project, and EKS asks several times the price for keeping it alive. At the end of extended support EKS upgrades the control plane by itself, on its day and not on yours.',
    console: [
      'Open the EKS console in the region of the cluster, choose Clusters and the cluster.',
      'Open the Observability tab, "Upgrade insights", and mend what it names: removed APIs that something still calls.',
      'Choose "Upgrade now" and the next minor version; one at a time.',
      'Open the Compute and Add-ons tabs and bring node groups and add-ons to the new version.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws eks describe-cluster --name ${resourceId} --region ${region} --query cluster.version
aws eks list-insights --cluster-name ${resourceId} --region ${region}

# one minor version at a time
aws eks update-cluster-version --name ${resourceId} --region ${region} --kubernetes-version <next-version>

aws eks list-nodegroups --cluster-name ${resourceId} --region ${region}
aws eks update-nodegroup-version --cluster-name ${resourceId} --nodegroup-name <node-group> --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_eks_cluster" "cluster" {
  name    = "${resourceId}"
  version = var.kubernetes_version # one minor version further than now
  # ... as it is
  upgrade_policy {
    support_type = "STANDARD" # no extended support by accident
  }
}`,
    before:
      'An upgrade of the control plane cannot be taken back. Read the upgrade insights, try the version on a test cluster with the same manifests and webhooks, check that add-ons and the node AMI exist for it, and mind pod disruption budgets when the nodes are replaced.',
    links: [
      {
        title: 'Kubernetes version lifecycle on EKS',
        url: 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html',
      },
      {
        title: 'Update existing cluster to new Kubernetes version',
        url: 'https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html',
      },
    ],
  },
  async judge(cluster, { params }): Promise<Judgement> {
    const { version } = await cluster.details();
    if (params.min_version !== '') {
      return minorOf(version) >= minorOf(params.min_version)
        ? pass(`Kubernetes ${version} is ${params.min_version} or newer`)
        : fail(`Kubernetes ${version} is older than ${params.min_version}`, { version });
    }
    const known = (await cluster.kubernetesVersions()).find((candidate) => candidate.version === version);
    if (known === undefined) return unknown(`EKS says nothing of Kubernetes ${version}`, { version });
    if (known.status === 'STANDARD_SUPPORT') return pass(`Kubernetes ${version} is in standard support`);
    const since = known.endOfStandardSupport === null ? '' : ` since ${dayOf(known.endOfStandardSupport)}`;
    return fail(`Kubernetes ${version} is out of standard support${since}`, {
      version,
      support: known.status,
    });
  },
});

/** Kubernetes 1 has had minor versions only. */
const minorOf = (version: string) => Number(version.split('.')[1]);
