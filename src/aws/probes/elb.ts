import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

/** Both generations of Elastic Load Balancing share their IAM actions, so the newer one is asked; and CloudWatch. */
export function elbProbes(session: AwsSession): [string, Probe][] {
  const elb = session.clients.regional('elasticloadbalancing', ElasticLoadBalancingV2Client);
  const first = session.question(async () => {
    const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ PageSize: 1 }));
    return LoadBalancers?.[0]?.LoadBalancerArn;
  });
  const firstListener = session.question(async () => {
    const LoadBalancerArn = await first();
    if (LoadBalancerArn === undefined) return undefined;
    return (await elb.send(new DescribeListenersCommand({ LoadBalancerArn }))).Listeners?.[0]?.ListenerArn;
  });
  const cloudWatch = session.clients.regional('cloudwatch', CloudWatchClient);
  return [
    ['elasticloadbalancing:DescribeLoadBalancers', first],
    [
      'elasticloadbalancing:DescribeListeners',
      ofFirst(first, 'load balancers', (LoadBalancerArn) =>
        elb.send(new DescribeListenersCommand({ LoadBalancerArn })),
      ),
    ],
    [
      'elasticloadbalancing:DescribeRules',
      ofFirst(firstListener, 'listeners', (ListenerArn) =>
        elb.send(new DescribeRulesCommand({ ListenerArn })),
      ),
    ],
    [
      'elasticloadbalancing:DescribeTags',
      ofFirst(first, 'load balancers', (arn) => elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }))),
    ],
    [
      'cloudwatch:GetMetricData',
      () => {
        const now = Date.now();
        const metric = { Namespace: 'AWS/RDS', MetricName: 'DatabaseConnections' };
        return cloudWatch.send(
          new GetMetricDataCommand({
            StartTime: new Date(now - 3_600_000),
            EndTime: new Date(now),
            MetricDataQueries: [{ Id: 'm0', MetricStat: { Metric: metric, Period: 3600, Stat: 'Sum' } }],
          }),
        );
      },
    ],
  ];
}
