import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancer as ListedBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type LoadBalancer, listener, loadBalancer } from '../../rules/elbv2/resources';
import { type Metric, metricSums } from '../metrics';
import { joinListings, readItems, toListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { ELB_PAGE } from './elb-api';
import { readBalancerTags } from './elb-tags';
import { listenerLists } from './elbv2-listeners';
import type { Readers } from './readers';

/** Where CloudWatch keeps what went through a load balancer, by its type. */
const TRAFFIC: Record<string, { namespace: string; name: string }> = {
  application: { namespace: 'AWS/ApplicationELB', name: 'RequestCount' },
  network: { namespace: 'AWS/NetworkELB', name: 'ProcessedBytes' },
  gateway: { namespace: 'AWS/GatewayELB', name: 'ProcessedBytes' },
};

/** The dimension is the end of the ARN: `app/shop/50dc6c495c0c9188`. */
function trafficOf({ LoadBalancerArn = '', Type }: ListedBalancer): Metric | null {
  const metric = TRAFFIC[Type ?? ''];
  const id = LoadBalancerArn.split(':loadbalancer/')[1];
  return metric === undefined || id === undefined ? null : { ...metric, dimensions: { LoadBalancer: id } };
}

export function elbv2Readers(session: AwsSession): Readers {
  const { region } = session;
  const elb = session.clients.regional('elasticloadbalancing', ElasticLoadBalancingV2Client);
  const balancers = new Source('elasticloadbalancing:DescribeLoadBalancers', region);

  const list = session.question(() =>
    readItems({
      source: balancers,
      page: (Marker) => elb.send(new DescribeLoadBalancersCommand({ PageSize: ELB_PAGE, Marker })),
      items: (page) => page.LoadBalancers,
      next: (page) => page.NextMarker,
    }),
  );
  /** Read once for the load balancers and for their listeners. */
  const tagsOfAll = session.question(async () => {
    const arns = (await list()).items.flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
    return readBalancerTags(
      new Source('elasticloadbalancing:DescribeTags', region),
      arns,
      async (ResourceArns) => {
        const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns }));
        return TagDescriptions?.map(({ ResourceArn, Tags }) => ({ key: ResourceArn, tags: Tags }));
      },
    );
  });
  const listenersOf = listenerLists(session, elb, balancers);

  return {
    [loadBalancer.key]: async () => {
      const listed = await list();
      const tags = await tagsOfAll();
      const sums = metricSums(
        session,
        listed.items.flatMap((balancer) => trafficOf(balancer) ?? []),
      );
      const listing = toListing(balancers, listed, (balancer): LoadBalancer => {
        const name = balancers.required(balancer.LoadBalancerName, 'LoadBalancerName');
        const arn = balancers.required(balancer.LoadBalancerArn, 'LoadBalancerArn');
        const metric = trafficOf(balancer);
        return {
          id: name,
          arn,
          region,
          name,
          tags: tags.of(arn),
          // For the evidence only.
          type: balancer.Type ?? '',
          scheme: balancer.Scheme ?? '',
          get state() {
            return balancers.required(balancer.State?.Code, `State of ${name}`);
          },
          get createdAt() {
            return balancers.required(balancer.CreatedTime, `CreatedTime of ${name}`).getTime();
          },
          traffic: async (days) => {
            if (metric === null) throw balancers.malformed(`the type ${balancer.Type} of ${name}`);
            return sums(metric, days);
          },
        };
      });
      return joinListings([listing, { resources: [], failures: tags.failures }]);
    },
    [listener.key]: async () => {
      const { items, failure } = await list();
      const tags = await tagsOfAll();
      const all = await Promise.all(
        items.map((balancer) => listenersOf(balancer, tags.of(balancer.LoadBalancerArn ?? ''))),
      );
      const failures = [...(failure === null ? [] : [failure]), ...tags.failures];
      return joinListings([...all, { resources: [], failures }]);
    },
  };
}
