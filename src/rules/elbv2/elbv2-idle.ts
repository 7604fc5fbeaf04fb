import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { loadBalancer } from './resources';

/** Impaired is one that could not scale; it is there, and paid for, all the same. */
const RUNS = new Set(['active', 'active_impaired']);

/**
 * That a target is registered and healthy is not asked, which would be a call for every target group: both metrics count only
 * what was handed to a target (RequestCount: "requests where the load balancer node was able to choose a target"), so that the
 * 503s which scanners get of a load balancer without targets are none of it, and one with traffic has, or had, a target.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export default defineRule({
  id: 'elbv2-idle',
  title: 'Load balancers have targets and traffic',
  service: 'elbv2',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: loadBalancer,
  parameters: z.object({
    window_days: z
      .number()
      .int()
      .min(1)
      .max(60)
      .default(14)
      .describe('Days without traffic after which a load balancer counts as idle.'),
  }),
  permissions: [
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeTags',
    'cloudwatch:GetMetricData',
  ],
  references: {},
  guidance: {
    why: 'Nothing has gone through the load balancer for weeks, yet it costs some twenty dollars a month and keeps an address on the internet, with listeners and certificates that nobody renews. A DNS name that still points at it is an address waiting to be forgotten.',
    console: [
      'Open the EC2 console in the region of the load balancer, choose "Load Balancers" and select it.',
      'Look at the Monitoring tab, and at the tags for who made it.',
      'Search Route 53 and your DNS for its name.',
      'Choose Actions, "Delete load balancer"; then delete the target groups that have become free.',
    ],
    cli: ({ resourceId, resourceArn, region }) => `# ${resourceId}
aws elbv2 describe-target-groups --load-balancer-arn ${resourceArn} --region ${region} --query 'TargetGroups[].TargetGroupName'

aws elbv2 delete-load-balancer --load-balancer-arn ${resourceArn} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take the load balancer ${resourceId} out of the configuration; a protection against deletion goes first
resource "aws_lb" "idle" {
  name                       = "${resourceId}"
  enable_deletion_protection = false
}`,
    before:
      'A blue/green deployment or a disaster-recovery region keeps an idle one on purpose. CloudFront distributions, Global Accelerator and API Gateway links may point at it without any traffic at the moment: look for its ARN and DNS name there. One that only redirects or gives fixed answers has no target and counts no request: its metrics HTTP_Redirect_Count and HTTP_Fixed_Response_Count tell.',
    links: [
      {
        title: 'Delete an Application Load Balancer',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-delete.html',
      },
      {
        title: 'CloudWatch metrics for your Application Load Balancer',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
      },
    ],
  },
  async judge(subject, { params, now }) {
    const { window_days } = params;
    if (!RUNS.has(subject.state)) return pass(`The load balancer is ${subject.state}`);
    if (now - subject.createdAt < window_days * DAY_MS)
      return pass('The load balancer is younger than the window');
    // Elastic Load Balancing reports these metrics only where they are not zero.
    if (((await subject.traffic(window_days)) ?? 0) > 0) return pass('The load balancer carries traffic');
    return fail(`Nothing went through ${subject.id} in ${window_days} days`, {
      windowDays: window_days,
      type: subject.type,
      scheme: subject.scheme,
      created: dayOf(subject.createdAt),
    });
  },
});
