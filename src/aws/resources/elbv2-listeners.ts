import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  type LoadBalancer as ListedBalancer,
  type Listener as ListedListener,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener } from '../../rules/elbv2/resources';
import type { Listing } from '../../scan/evaluate/resource-readers';
import { whenAbsent, whileItExists } from '../absent';
import { readAll, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { ELB_GONE, ELB_PAGE } from './elb-api';

/** Protocols that end TLS at the load balancer, which then has a security policy. */
const ENDS_TLS = new Set(['HTTPS', 'TLS']);

/** Lists the listeners of a load balancer that has any to judge: a gateway load balancer's one has neither protocol nor port. */
export function listenerLists(
  session: AwsSession,
  elb: ElasticLoadBalancingV2Client,
  balancers: Source,
): (balancer: ListedBalancer, tags: Record<string, string>) => Promise<Listing> {
  const { region } = session;
  const listeners = new Source('elasticloadbalancing:DescribeListeners', region);

  const rulesOf = (ListenerArn: string) => async () => {
    const source = new Source('elasticloadbalancing:DescribeRules', region);
    const rules = await readAll({
      source,
      page: (Marker) =>
        whileItExists(
          elb.send(new DescribeRulesCommand({ ListenerArn, PageSize: ELB_PAGE, Marker })),
          ELB_GONE,
        ),
      items: (page) => page.Rules,
      next: (page) => page.NextMarker,
    });
    return rules
      .filter(({ IsDefault }) => IsDefault !== true)
      .map((rule) => ({
        priority: source.required(rule.Priority, 'Priority'),
        conditions: conditionsOf(rule),
        actions: source.required(rule.Actions, 'Actions'),
      }));
  };

  return async (balancer, tags) => {
    if (balancer.Type === 'gateway') return { resources: [], failures: [] };
    const LoadBalancerArn = balancer.LoadBalancerArn;
    if (LoadBalancerArn === undefined)
      return { resources: [], failures: [balancers.malformed('nothing for LoadBalancerArn')] };
    const loadBalancerName = balancer.LoadBalancerName ?? LoadBalancerArn;
    return readListing(
      {
        source: listeners,
        page: (Marker) =>
          // Deleted since it was listed, and its listeners with it.
          whenAbsent(
            elb.send(new DescribeListenersCommand({ LoadBalancerArn, PageSize: ELB_PAGE, Marker })),
            ELB_GONE,
            { Listeners: [], NextMarker: undefined },
          ),
        items: (page) => page.Listeners,
        next: (page) => page.NextMarker,
      },
      (listed: ListedListener): Listener => {
        const arn = listeners.required(listed.ListenerArn, 'ListenerArn');
        const port = listeners.required(listed.Port, `Port of ${arn}`);
        const id = `${loadBalancerName}:${port}`;
        const protocol = () => listeners.required(listed.Protocol, `Protocol of ${id}`);
        return {
          id,
          arn,
          region,
          name: id,
          // Those of its load balancer, which is what people tag; its own would be a call more for every twenty.
          tags,
          loadBalancerName,
          port,
          get loadBalancerType() {
            return balancers.required(balancer.Type, `Type of ${loadBalancerName}`);
          },
          get protocol() {
            return protocol();
          },
          get sslPolicy() {
            return ENDS_TLS.has(protocol())
              ? listeners.required(listed.SslPolicy, `SslPolicy of ${id}`)
              : null;
          },
          get defaultActions() {
            return listeners.required(listed.DefaultActions, `DefaultActions of ${id}`);
          },
          rules: session.question(rulesOf(arn)),
        };
      },
    );
  };
}

function conditionsOf({ Conditions = [] }: Rule): string[] {
  return Conditions.map(({ Field, Values, PathPatternConfig, HostHeaderConfig }) => {
    const values = Values ?? PathPatternConfig?.Values ?? HostHeaderConfig?.Values ?? [];
    return `${Field}: ${values.join(', ')}`;
  });
}
