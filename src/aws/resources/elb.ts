import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingClient,
  type LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing';
import { type ClassicLoadBalancer, classicLoadBalancer } from '../../rules/elb/resources';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

const PAGE = 400;

export function elbReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const elb = session.clients.regional('elasticloadbalancing', ElasticLoadBalancingClient);
  const balancers = new Source('elasticloadbalancing:DescribeLoadBalancers', region);

  const toClassic = (listed: LoadBalancerDescription): ClassicLoadBalancer => {
    const name = balancers.required(listed.LoadBalancerName, 'LoadBalancerName');
    return {
      id: name,
      arn: `arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/${name}`,
      region,
      name,
      dnsName: listed.DNSName ?? '',
      get instanceIds() {
        return balancers
          .required(listed.Instances, `Instances of ${name}`)
          .flatMap(({ InstanceId }) => InstanceId ?? []);
      },
    };
  };

  return {
    [classicLoadBalancer.key]: () =>
      readListing(
        {
          source: balancers,
          page: (Marker) => elb.send(new DescribeLoadBalancersCommand({ PageSize: PAGE, Marker })),
          items: (page) => page.LoadBalancerDescriptions,
          next: (page) => page.NextMarker,
        },
        toClassic,
      ),
  };
}
