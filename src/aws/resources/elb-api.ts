/** The largest page that Elastic Load Balancing takes. */
export const ELB_PAGE = 400;

/**
 * What AWS calls a load balancer or a listener that is gone, by the code of the wire and by the name that each SDK gives it.
 */
export const ELB_GONE = [
  'LoadBalancerNotFound',
  'LoadBalancerNotFoundException',
  'AccessPointNotFoundException',
  'ListenerNotFound',
  'ListenerNotFoundException',
];
