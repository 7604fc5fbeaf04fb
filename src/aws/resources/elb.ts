import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
  type LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing';
import { type ClassicLoadBalancer, classicLoadBalancer } from '../../rules/elb/resources';
import { joinListings, readItems, toListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { ELB_PAGE } from './elb-api';
import { type BalancerTags, readBalancerTags } from './elb-tags';
import type { Readers } from './readers';

export function elbReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const elb = session.clients.regional('elasticloadbalancing', ElasticLoadBalancingClient);
  const balancers = new Source('elasticloadbalancing:DescribeLoadBalancers', region);

  const toClassic = (listed: LoadBalancerDescription, tags: BalancerTags): ClassicLoadBalancer => {
    const name = balancers.required(listed.LoadBalancerName, 'LoadBalancerName');
    return {
      id: name,
      arn: `arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/${name}`,
      region,
      name,
      tags: tags.of(name),
      dnsName: listed.DNSName ?? '',
      get instanceIds() {
        return balancers
          .required(listed.Instances, `Instances of ${name}`)
          .flatMap(({ InstanceId }) => InstanceId ?? []);
      },
    };
  };

  const tagSource = new Source('elasticloadbalancing:DescribeTags', region);
  const describeTags = async (LoadBalancerNames: string[]) => {
    const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ LoadBalancerNames }));
    return TagDescriptions?.map(({ LoadBalancerName, Tags }) => ({ key: LoadBalancerName, tags: Tags }));
  };

  return {
    [classicLoadBalancer.key]: async () => {
      const listed = await readItems({
        source: balancers,
        page: (Marker) => elb.send(new DescribeLoadBalancersCommand({ PageSize: ELB_PAGE, Marker })),
        items: (page) => page.LoadBalancerDescriptions,
        next: (page) => page.NextMarker,
      });
      const names = listed.items.flatMap(({ LoadBalancerName }) => LoadBalancerName ?? []);
      const tags = await readBalancerTags(tagSource, names, describeTags);
      return joinListings([
        toListing(balancers, listed, (balancer) => toClassic(balancer, tags)),
        { resources: [], failures: tags.failures },
      ]);
    },
  };
}
