import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { openSearchDomain } from './resources';

export default defineRule({
  id: 'opensearch-fgac',
  title: 'Search domains use fine-grained access control',
  service: 'opensearch',
  severity: 'high',
  pillar: 'security',
  resource: openSearchDomain,
  parameters: z.object({}),
  permissions: ['es:ListDomainNames', 'es:DescribeDomains'],
  references: { fsbp: ['OpenSearch.7'] },
  guidance: {
    why: 'Without it whoever may talk to the domain may do everything with every index: the log shipper can read the customers, and the dashboard can delete the logs. Fine-grained access control gives each client its own indices, fields and actions, and writes down who did what.',
    console: [
      'Open the OpenSearch Service console in the region of the domain and choose the domain.',
      'Check under "Security configuration" that HTTPS, node-to-node encryption and encryption at rest are on: they come first.',
      'Choose Edit, tick "Enable fine-grained access control" with an IAM role as master user, and "Allow open/IP-based access" for the transition.',
      'Map your roles under Security in OpenSearch Dashboards, then end the transition.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws opensearch describe-domain --domain-name ${resourceId} --region ${region} \\
  --query 'DomainStatus.[AdvancedSecurityOptions,NodeToNodeEncryptionOptions,EncryptionAtRestOptions,DomainEndpointOptions]'

aws opensearch update-domain-config --domain-name ${resourceId} --region ${region} --advanced-security-options \\
  '{"Enabled":true,"InternalUserDatabaseEnabled":false,"MasterUserOptions":{"MasterUserARN":"<role-arn>"},"AnonymousAuthEnabled":true}'

# when every client is mapped
aws opensearch update-domain-config --domain-name ${resourceId} --region ${region} --advanced-security-options AnonymousAuthEnabled=false`,
    terraform: ({ resourceId }) => `resource "aws_opensearch_domain" "domain" {
  domain_name = "${resourceId}"
  # ... as it is
  advanced_security_options {
    enabled                        = true
    anonymous_auth_enabled         = true # until every client is mapped
    internal_user_database_enabled = false
    master_user_options {
      master_user_arn = var.master_role_arn
    }
  }
}`,
    before:
      'It cannot be switched off again, and each client that has no mapped role gets 403 once the transition ends, which it does by itself after 30 days. Take a snapshot, start on a domain of less weight, and watch the audit log for unmapped callers.',
    links: [
      {
        title: 'Fine-grained access control in Amazon OpenSearch Service',
        url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html',
      },
      {
        title: 'Monitoring audit logs in Amazon OpenSearch Service',
        url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html',
      },
    ],
  },
  judge(domain) {
    if (domain.fineGrainedAccess) return pass('Fine-grained access control is on');
    return fail(`Whoever may use the domain ${domain.id} may do everything in it`, {
      fineGrainedAccessControl: false,
      engineVersion: domain.engineVersion,
    });
  },
});
