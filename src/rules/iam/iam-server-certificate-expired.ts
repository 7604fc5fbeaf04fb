import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { iamServerCertificate } from './resources';

export default defineRule({
  id: 'iam-server-certificate-expired',
  title: 'No expired TLS certificate remains in IAM',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamServerCertificate,
  parameters: z.object({}),
  permissions: ['iam:ListServerCertificates'],
  references: { cis: ['7.0:2.17', '6.0:2.18', '5.0:1.18'], fsbp: ['IAM.26'] },
  guidance: {
    why: 'A load balancer or distribution that still has this certificate shows its visitors a warning, which trains them to click warnings away. One that nothing uses can be put into service by mistake.',
    console: [
      'The IAM console shows no server certificates: look in EC2, "Load Balancers", at the listeners, and in CloudFront at the distributions that use it.',
      'Open Certificate Manager in the same region and choose "Request a certificate", validated by DNS so that it renews itself.',
      'Put the new certificate in place of the old one on each listener and distribution.',
      'Delete the old one with the CLI command below.',
    ],
    cli: ({ resourceId }) => `aws iam get-server-certificate --server-certificate-name ${resourceId} \\
  --query 'ServerCertificate.ServerCertificateMetadata'

# a new one that renews itself
aws acm request-certificate --domain-name <domain> --validation-method DNS --region <region-of-the-load-balancer>

# AWS refuses with DeleteConflict where a classic load balancer still has it
aws iam delete-server-certificate --server-certificate-name ${resourceId}`,
    terraform: ({ resourceId }) => `# in place of the aws_iam_server_certificate "${resourceId}"
resource "aws_acm_certificate" "site" {
  domain_name       = var.domain
  validation_method = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}`,
    before:
      'AWS does not always notice that a CloudFront distribution or an application load balancer still uses it: look for its ARN in their configurations first. Clients that pin the certificate need the new one beforehand.',
    links: [
      {
        title: 'Manage server certificates in IAM',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs_manage.html',
      },
      {
        title: 'Request a public certificate in ACM',
        url: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-public-certificates.html',
      },
    ],
  },
  judge({ id, expiresAt }, { now }) {
    const expiration = new Date(expiresAt).toISOString();
    if (expiresAt > now) return pass(`The certificate holds until ${dayOf(expiresAt)}`, { expiration });
    return fail(`The server certificate ${id} expired on ${dayOf(expiresAt)}`, { expiration });
  },
});
