import { type Resource, resourceType } from '../define';

/** A classic load balancer as DescribeLoadBalancers of the first API lists it. */
export interface ClassicLoadBalancer extends Resource {
  instanceIds: string[];
  dnsName: string;
}

export const classicLoadBalancer = resourceType<ClassicLoadBalancer>({
  key: 'elb-classic-load-balancer',
  type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  label: 'Classic load balancer',
  scope: 'regional',
  consolePage: ({ id, region }) => `/ec2/home?region=${region}#LoadBalancers:search=${id}`,
});
