import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { actionMatches } from '../policy/glob';
import { listener } from './resources';
import { CURRENT_TLS_POLICIES } from './tls-policies';

export default defineRule({
  id: 'elbv2-tls-policy',
  title: 'TLS listeners use a current security policy',
  service: 'elbv2',
  severity: 'medium',
  pillar: 'security',
  resource: listener,
  parameters: z.object({
    allowed_policies: z
      .array(z.string().min(1))
      .min(1, 'must name at least one')
      .default([...CURRENT_TLS_POLICIES])
      .describe(
        'Security policies of Elastic Load Balancing that a listener may use; a * stands for anything.',
      ),
  }),
  permissions: [
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeTags',
  ],
  references: { fsbp: ['ELB.17'] },
  guidance: {
    why: 'The listener uses a security policy that is not among the allowed ones, by default those whose oldest version is TLS 1.2. TLS 1.0 and 1.1 rest on hashes that are broken, and browsers, PCI DSS and AWS itself gave them up years ago.',
    console: [
      'Open the EC2 console in the region of the load balancer, choose "Load Balancers" and the load balancer.',
      'Choose the listener on the "Listeners and rules" tab, "Manage listener", "Edit listener".',
      'Under "Secure listener settings" choose the security policy ELBSecurityPolicy-TLS13-1-2-Res-2021-06, the recommended one.',
      'Choose "Save changes".',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `# ${resourceId}: who still comes with an old version (connection or access logs in S3 name ssl_protocol)
aws elbv2 describe-listeners --listener-arns ${resourceArn} --region ${region} --query 'Listeners[].[Port,SslPolicy]'

aws elbv2 modify-listener --listener-arn ${resourceArn} --region ${region} \\
  --ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-2021-06`,
    terraform: ({ resourceId }) => `resource "aws_lb_listener" "https" { # ${resourceId}
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  certificate_arn   = aws_acm_certificate.site.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }
}`,
    before:
      'Count the clients that connect with TLS 1.0 and 1.1 in the access logs first: old Android, Java 7, Windows 7 without updates, card terminals. A change takes effect at once and can be taken back at once, so do it while somebody looks at the error rate.',
    links: [
      {
        title: 'Security policies for your Application Load Balancer',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
      },
      {
        title: 'Security policies for your Network Load Balancer',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html',
      },
    ],
  },
  // Forward secrecy is not asked for: some policies of the families of TLS 1.2 have ciphers without. Who wants it names fewer.
  judge(subject, { params }) {
    if (subject.sslPolicy === null) return pass('The listener does not end TLS');
    const { sslPolicy } = subject;
    if (params.allowed_policies.some((allowed) => actionMatches(allowed, sslPolicy)))
      return pass(`The listener uses ${sslPolicy}`);
    return fail(
      `Port ${subject.port} of ${subject.loadBalancerName} uses ${sslPolicy}, which is not an allowed policy`,
      {
        port: subject.port,
        sslPolicy,
      },
    );
  },
});
