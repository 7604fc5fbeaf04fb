import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancer as ListedBalancer,
  type Listener as ListedListener,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Listener, type LoadBalancer, listener, loadBalancer } from '../../rules/elbv2/resources';
import { whileItExists } from '../absent';
import { type Metric, metricSums } from '../metrics';
import { joinListings, readAll, readItems, readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

const PAGE = 400;

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
  const listeners = new Source('elasticloadbalancing:DescribeListeners', region);

  const list = session.question(() =>
    readItems({
      source: balancers,
      page: (Marker) => elb.send(new DescribeLoadBalancersCommand({ PageSize: PAGE, Marker })),
      items: (page) => page.LoadBalancers,
      next: (page) => page.NextMarker,
    }),
  );

  const rulesOf = (ListenerArn: string) => async () => {
    const source = new Source('elasticloadbalancing:DescribeRules', region);
    const rules = await readAll({
      source,
      page: (Marker) =>
        whileItExists(elb.send(new DescribeRulesCommand({ ListenerArn, PageSize: PAGE, Marker })), [
          'ListenerNotFound',
        ]),
      items: (page) => page.Rules,
      next: (page) => page.NextMarker,
    });
    return rules
      .filter(({ IsDefault }) => IsDefault !== true)
      .map((rule) => ({
        priority: rule.Priority ?? '',
        conditions: conditionsOf(rule),
        actions: source.required(rule.Actions, 'Actions'),
      }));
  };

  const listenersOf = (balancer: ListedBalancer) => {
    const LoadBalancerArn = balancers.required(balancer.LoadBalancerArn, 'LoadBalancerArn');
    const name = balancer.LoadBalancerName ?? LoadBalancerArn;
    return readListing(
      {
        source: listeners,
        page: (Marker) => elb.send(new DescribeListenersCommand({ LoadBalancerArn, PageSize: PAGE, Marker })),
        items: (page) => page.Listeners,
        next: (page) => page.NextMarker,
      },
      (listed: ListedListener): Listener => {
        const arn = listeners.required(listed.ListenerArn, 'ListenerArn');
        // A gateway load balancer's listener has neither protocol nor port.
        const port = listed.Port ?? 0;
        return {
          id: `${name}:${port}`,
          arn,
          region,
          name: `${name}:${port}`,
          loadBalancerName: name,
          loadBalancerType: balancer.Type ?? '',
          protocol: listed.Protocol ?? '',
          port,
          sslPolicy: listed.SslPolicy ?? null,
          get defaultActions() {
            return listeners.required(listed.DefaultActions, `DefaultActions of ${name}:${port}`);
          },
          rules: session.question(rulesOf(arn)),
        };
      },
    );
  };

  return {
    [loadBalancer.key]: async () => {
      const listed = await list();
      const sums = metricSums(
        session,
        listed.items.flatMap((balancer) => trafficOf(balancer) ?? []),
      );
      return toListing(balancers, listed, (balancer): LoadBalancer => {
        const name = balancers.required(balancer.LoadBalancerName, 'LoadBalancerName');
        const metric = trafficOf(balancer);
        return {
          id: name,
          arn: balancers.required(balancer.LoadBalancerArn, 'LoadBalancerArn'),
          region,
          name,
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
    },
    [listener.key]: async () => {
      const { items, failure } = await list();
      const all = await Promise.all(items.map(listenersOf));
      return joinListings([...all, { resources: [], failures: failure === null ? [] : [failure] }]);
    },
  };
}

function conditionsOf({ Conditions = [] }: Rule): string[] {
  return Conditions.map(({ Field, Values, PathPatternConfig, HostHeaderConfig }) => {
    const values = Values ?? PathPatternConfig?.Values ?? HostHeaderConfig?.Values ?? [];
    return `${Field}: ${values.join(', ')}`;
  });
}
