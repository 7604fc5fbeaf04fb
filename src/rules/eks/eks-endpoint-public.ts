import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { togetherCover } from '../policy/ip-ranges';
import { eksCluster } from './resources';

const INTERNET = '0.0.0.0/0';

export default defineRule({
  id: 'eks-endpoint-public',
  title: 'Cluster endpoints are not open to the world',
  service: 'eks',
  severity: 'high',
  pillar: 'security',
  resource: eksCluster,
  parameters: z.object({
    allow_restricted_cidrs: z
      .boolean()
      .default(true)
      .describe('Whether a public endpoint is accepted when it answers to chosen address ranges only.'),
  }),
  permissions: ['eks:ListClusters', 'eks:DescribeCluster'],
  references: { fsbp: ['EKS.1'] },
  guidance: {
    why: 'The Kubernetes API of the cluster answers to anybody on the internet, so a leaked kubeconfig, a stolen token or the next flaw in the API server is enough to take it over. Everything the cluster runs and every secret it holds is behind that one door.',
    console: [
      'Open the EKS console in the region of the cluster, choose Clusters and the cluster.',
      'Open the Networking tab, choose Manage and "Endpoint access".',
      'Choose Private, or "Public and private" with your office and CI ranges under "Advanced settings" in place of 0.0.0.0/0.',
      'Choose "Save changes" and wait until the update of the cluster has ended.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws eks describe-cluster --name ${resourceId} --region ${region} --query cluster.resourcesVpcConfig

# private only: kubectl then works from inside the VPC, a VPN or Direct Connect
aws eks update-cluster-config --name ${resourceId} --region ${region} \\
  --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true

# or public for the ranges you name, here 203.0.113.0/24
aws eks update-cluster-config --name ${resourceId} --region ${region} \\
  --resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=203.0.113.0/24,endpointPrivateAccess=true`,
    terraform: ({ resourceId }) => `resource "aws_eks_cluster" "cluster" {
  name = "${resourceId}"
  # ... as it is
  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = var.admin_cidrs # no 0.0.0.0/0
  }
}`,
    before:
      "Find out who calls the endpoint from outside: developers' kubectl, hosted CI and GitOps tools lose it, and nodes too where private access is off. Switch private access on first, see the nodes stay Ready, then narrow the public ranges; the change takes some minutes and can be taken back.",
    links: [
      {
        title: 'Cluster API server endpoint',
        url: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
      },
      {
        title: 'Network security best practices for EKS',
        url: 'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
      },
    ],
  },
  async judge(cluster, { params }) {
    const { vpcConfig } = await cluster.details();
    const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs = [] } = vpcConfig;
    if (endpointPublicAccess === false) return pass('The endpoint answers inside the VPC only');
    const evidence = {
      endpointPublicAccess: true,
      endpointPrivateAccess: endpointPrivateAccess ?? false,
      publicAccessCidrs: shorten(publicAccessCidrs),
    };
    // EKS opens an endpoint without ranges to all of them.
    if (publicAccessCidrs.length === 0 || togetherCover(publicAccessCidrs, INTERNET)) {
      return fail(`The Kubernetes API of ${cluster.id} answers to the whole internet`, evidence);
    }
    if (!params.allow_restricted_cidrs) {
      return fail(`The Kubernetes API of ${cluster.id} has a public endpoint`, evidence);
    }
    return pass('The public endpoint answers to chosen ranges only', evidence);
  },
});
