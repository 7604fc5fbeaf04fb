import { type Resource, resourceType } from '../define';
import type { Action } from './actions';

/** An application, network or gateway load balancer as DescribeLoadBalancers lists it. Id: its name. */
export interface LoadBalancer extends Resource {
  /** application, network or gateway. */
  type: string;
  /** internet-facing or internal. */
  scheme: string;
  /** active, provisioning, failed, ... */
  state: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Requests, or bytes, of the last days; null where CloudWatch has no datapoint. */
  traffic(days: number): Promise<number | null>;
}

/** A listener as DescribeListeners lists it. Id: the load balancer's name and the port, `shop:443`. */
export interface Listener extends Resource {
  loadBalancerName: string;
  loadBalancerType: string;
  /** HTTP, HTTPS, TCP, TLS, ... */
  protocol: string;
  port: number;
  /** Null where the listener does not end TLS. */
  sslPolicy: string | null;
  defaultActions: Action[];
  /** The rules beside the default one, in order. */
  rules(): Promise<{ priority: string; conditions: string[]; actions: Action[] }[]>;
}

export const loadBalancer = resourceType<LoadBalancer>({
  key: 'elbv2-load-balancer',
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  label: 'Load balancer',
  scope: 'regional',
  consolePage: ({ arn, region }) => `/ec2/home?region=${region}#LoadBalancer:loadBalancerArn=${arn}`,
});

export const listener = resourceType<Listener>({
  key: 'elbv2-listener',
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  label: 'Listener',
  scope: 'regional',
  consolePage: ({ arn, region }) => `/ec2/home?region=${region}#ELBListenerV2:listenerArn=${arn}`,
});
