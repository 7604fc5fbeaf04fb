import { z } from 'zod';
import { pass } from '../../domain/judgement';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { openSearchDomain } from './resources';

export default defineRule({
  id: 'opensearch-public',
  title: 'Search domains run inside a VPC',
  service: 'opensearch',
  severity: 'critical',
  pillar: 'security',
  resource: openSearchDomain,
  parameters: z.object({}),
  permissions: ['es:ListDomainNames', 'es:DescribeDomains'],
  references: { fsbp: ['OpenSearch.2', 'ES.2'] },
  guidance: {
    why: 'The domain answers on the internet, and its policy asks nobody who they are. Anyone with a browser can search, copy and delete every index, and open search clusters are among the first things that scanners for leaked data visit.',
    console: [
      'Open the OpenSearch Service console in the region of the domain and choose the domain.',
      'At once: open "Security configuration", choose Edit and, under "Access policy", name your roles or address ranges in place of "*".',
      'For good: choose "Create domain" with "VPC access", since an endpoint cannot be moved into a VPC later.',
      'Restore a snapshot there, move the clients to the new endpoint and delete this domain.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws opensearch describe-domain --domain-name ${resourceId} --region ${region} \\
  --query 'DomainStatus.[Endpoint,VPCOptions,AccessPolicies]'

# policy.json: with roles of yours as principals
aws opensearch update-domain-config --domain-name ${resourceId} --region ${region} --access-policies file://policy.json`,
    terraform: ({ resourceId, resourceArn }) => `resource "aws_opensearch_domain_policy" "domain" {
  domain_name     = "${resourceId}"
  access_policies = data.aws_iam_policy_document.domain.json
}

data "aws_iam_policy_document" "domain" {
  statement {
    actions   = ["es:ESHttp*"]
    resources = ["${resourceArn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["${accountOf(resourceArn)}"]
    }
  }
}`,
    before:
      'With a role as principal every client has to sign its requests: plain curl, old log shippers and Kibana without SAML or Cognito stop. Turn on the audit log or look at the error and search slow logs first, to see who calls, and read the same logs for strangers.',
    links: [
      {
        title: 'Launching your Amazon OpenSearch Service domains within a VPC',
        url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html',
      },
      {
        title: 'Identity and Access Management in Amazon OpenSearch Service',
        url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html',
      },
    ],
  },
  async judge(domain) {
    if (domain.vpcId !== null) return pass(`The domain runs in ${domain.vpcId}`);
    return judgePublicPolicy(await domain.accessPolicy(), 'domain');
  },
});
