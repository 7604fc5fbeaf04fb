import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { answersItself, redirectsToHttps } from './actions';
import { listener } from './resources';

/**
 * A fixed answer counts like any other that is no redirect, by default or by a rule: it says nothing secret, but whoever comes
 * over HTTP, and whatever cookie they bring, is not moved to HTTPS by it.
 */
export default defineRule({
  id: 'elbv2-http-redirect',
  title: 'Load balancers redirect HTTP to HTTPS',
  service: 'elbv2',
  severity: 'medium',
  pillar: 'security',
  resource: listener,
  parameters: z.object({}),
  permissions: [
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTags',
  ],
  references: { fsbp: ['ELB.1'] },
  guidance: {
    why: 'The listener answers over plain HTTP, so passwords and session cookies can be read and pages changed by anyone on the way, as on a hotel network. A redirect costs nothing and moves every old link and bookmark to HTTPS.',
    console: [
      'Open the EC2 console in the region of the load balancer, choose "Load Balancers" and the load balancer.',
      'Check that there is an HTTPS listener with a certificate; add one where there is none.',
      'Choose the HTTP listener, "Manage listener", "Edit listener".',
      'Choose "Redirect to URL", HTTPS, port 443, status code 301, and save; then remove or redirect the rules that the evidence names.',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `aws elbv2 describe-listeners --listener-arns ${resourceArn} --region ${region}

# ${resourceId}
aws elbv2 modify-listener --listener-arn ${resourceArn} --region ${region} --default-actions \\
  'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'

# rules that answer before the default action does
aws elbv2 describe-rules --listener-arn ${resourceArn} --region ${region}
aws elbv2 modify-rule --rule-arn <rule-arn> --region ${region} --actions \\
  'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'`,
    terraform: ({ resourceId }) => `resource "aws_lb_listener" "http" { # ${resourceId}
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}`,
    before:
      'Clients that do not follow redirects stop working: old devices, health checks of others, webhooks that POST (a 301 turns POST into GET; use 308 for those by a rule). Try the HTTPS address with each first, and keep an exception path for certificate validation if your tooling needs it.',
    links: [
      {
        title: 'Listeners for your Application Load Balancers',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
      },
      {
        title: 'Update a listener for your Application Load Balancer',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html',
      },
    ],
  },
  async judge(subject) {
    if (subject.loadBalancerType !== 'application' || subject.protocol !== 'HTTP')
      return pass('No HTTP listener of an application load balancer');
    const { port, loadBalancerName: balancer, defaultActions } = subject;
    if (!redirectsToHttps(defaultActions)) {
      const does = answersItself(defaultActions)
        ? 'gives a fixed answer over HTTP in place of a redirect'
        : 'serves plain HTTP';
      return fail(`Port ${port} of ${balancer} ${does}`, {
        port,
        defaultActions: shorten(defaultActions.map(({ Type }) => Type)),
      });
    }
    const plain = (await subject.rules()).filter(({ actions }) => !redirectsToHttps(actions));
    if (plain.length === 0) return pass('The listener redirects to HTTPS');
    const [first] = plain;
    const which =
      plain.length === 1
        ? `Rule ${first?.priority} on port ${port}`
        : `${plain.length} rules on port ${port}`;
    return fail(`${which} of ${balancer} ${plain.length === 1 ? 'does' : 'do'} not redirect to HTTPS`, {
      port,
      rules: shorten(
        plain.map(({ priority, conditions, actions }) => ({
          priority,
          conditions,
          actions: actions.map(({ Type }) => Type),
        })),
      ),
    });
  },
});
