import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { classicLoadBalancer } from './resources';

export default defineRule({
  id: 'elb-classic-idle',
  title: 'Classic load balancers have registered instances',
  service: 'elb',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: classicLoadBalancer,
  parameters: z.object({}),
  permissions: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'],
  references: {},
  guidance: {
    why: 'The load balancer has no instance behind it, so all that it can answer is an error, at eighteen dollars a month. Classic load balancers are two generations old, and an empty one is mostly a leftover of a service that moved.',
    console: [
      'Open the EC2 console in the region of the load balancer, choose "Load Balancers" and select the classic one.',
      'Open "Target instances" and ask the owner named by the tags whether any will come back.',
      'Search Route 53 and your DNS for its name.',
      'Choose Actions, "Delete load balancer".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws elb describe-load-balancers --load-balancer-names ${resourceId} --region ${region} \\
  --query 'LoadBalancerDescriptions[].[DNSName,Instances,CreatedTime]'

aws elb delete-load-balancer --load-balancer-name ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take aws_elb ${resourceId} out of the configuration; for a service that stays, its successor is
resource "aws_lb" "successor" {
  name               = "${resourceId}"
  load_balancer_type = "application"
  subnets            = var.subnet_ids
}`,
    before:
      'An Auto Scaling group that is scaled to zero at night attaches its instances again in the morning: look whether one names this load balancer. Its DNS name is gone once it is deleted, so change records that point to it first.',
    links: [
      {
        title: 'DeleteLoadBalancer (Classic Load Balancers)',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeleteLoadBalancer.html',
      },
      {
        title: 'Migrate your Classic Load Balancer',
        url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/migrate-classic-load-balancer.html',
      },
    ],
  },
  judge(subject) {
    if (subject.instanceIds.length > 0) return pass(`Registered instances: ${subject.instanceIds.length}`);
    return fail(`The load balancer ${subject.id} has no instance behind it`, {
      instances: [],
      dnsName: subject.dnsName,
    });
  },
});
