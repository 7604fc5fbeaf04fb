import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { stableHex } from '../world';
import { here } from './regional';

/** What DescribeTags takes at once. */
const MOST_TAGGED = 20;

const KINDS = { application: 'app', network: 'net', gateway: 'gwy' } as const;

export const elbv2Service: Service = {
  name: 'elasticloadbalancing',
  apiVersion: '2015-12-01',
  global: false,
  protocol: queryProtocol('http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...elbv2 }),
  operations: [
    operation(elbv2.DescribeLoadBalancers$, describeLoadBalancers),
    operation(elbv2.DescribeListeners$, describeListeners),
    operation(elbv2.DescribeRules$, describeRules),
    operation(elbv2.DescribeTags$, describeTags),
  ],
};

/** Every load balancer with its ARN and those of its listeners. */
function balancersHere(call: Call) {
  return Object.entries(here(call).loadBalancers).map(([name, balancer]) => {
    const tail = `${KINDS[balancer.type]}/${name}/${stableHex(16, 'lb', call.account.id, call.region, name)}`;
    const prefix = `arn:aws:elasticloadbalancing:${call.region}:${call.account.id}`;
    const listeners = Object.entries(balancer.listeners).map(([port, listener]) => ({
      port: Number(port),
      listener,
      arn: `${prefix}:listener/${tail}/${stableHex(16, name, port)}`,
    }));
    return { name, balancer, arn: `${prefix}:loadbalancer/${tail}`, listeners };
  });
}

/** What CloudWatch knows of the load balancer with this dimension; undefined when there is none. */
export function trafficOfLoadBalancer(call: Call, dimension: string | undefined): number | null | undefined {
  return balancersHere(call).find(({ arn }) => arn.endsWith(`:loadbalancer/${dimension}`))?.balancer.traffic;
}

function describeLoadBalancers(
  input: elbv2.DescribeLoadBalancersInput,
  call: Call,
): elbv2.DescribeLoadBalancersOutput {
  const { items, next } = pageOf(balancersHere(call), input, call);
  return {
    LoadBalancers: items.map(({ name, balancer, arn }) => ({
      LoadBalancerArn: arn,
      LoadBalancerName: name,
      DNSName: `${name}-1.${call.region}.elb.amazonaws.com`,
      CreatedTime: call.world.dateOf(balancer.age),
      Scheme: balancer.scheme,
      State: { Code: balancer.state },
      Type: balancer.type,
    })),
    NextMarker: next,
  };
}

function describeListeners(input: elbv2.DescribeListenersInput, call: Call): elbv2.DescribeListenersOutput {
  const found = existing(call, input.LoadBalancerArn);
  const { items, next } = pageOf(found.listeners, input, call);
  return {
    Listeners: items.map(({ port, listener, arn }) => ({
      ListenerArn: arn,
      LoadBalancerArn: found.arn,
      ...(found.balancer.type === 'gateway' ? {} : { Port: port, Protocol: listener.protocol }),
      ...(['HTTPS', 'TLS'].includes(listener.protocol) ? { SslPolicy: listener.policy } : {}),
      DefaultActions: [actionOf(listener.action)],
    })),
    NextMarker: next,
  };
}

function existing(call: Call, arn: string | undefined) {
  const found = balancersHere(call).find((one) => one.arn === arn && !one.balancer.vanishes);
  if (found === undefined)
    throw new AwsError('LoadBalancerNotFound', 400, `Load balancer '${arn}' not found`);
  return found;
}

/** Of load balancers only; AWS also takes the ARNs of listeners, rules and target groups. */
function describeTags(input: elbv2.DescribeTagsInput, call: Call): elbv2.DescribeTagsOutput {
  const arns = input.ResourceArns ?? [];
  if (arns.length === 0 || arns.length > MOST_TAGGED)
    throw new AwsError('ValidationError', 400, `ResourceArns must have between 1 and ${MOST_TAGGED} members`);
  return {
    TagDescriptions: arns.map((arn) => ({
      ResourceArn: arn,
      Tags: Object.entries({ ...call.account.tags, ...existing(call, arn).balancer.tags }).map(
        ([Key, Value]) => ({ Key, Value }),
      ),
    })),
  };
}

function describeRules(input: elbv2.DescribeRulesInput, call: Call): elbv2.DescribeRulesOutput {
  const found = balancersHere(call)
    .flatMap(({ listeners }) => listeners)
    .find(({ arn }) => arn === input.ListenerArn);
  if (found === undefined) throw new AwsError('ListenerNotFound', 400, 'One or more listeners not found');
  const rules = found.listener.rules.map(
    ({ path, action }, index): elbv2.Rule => ({
      Priority: String(index + 1),
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [path] } }],
      Actions: [actionOf(action)],
      IsDefault: false,
    }),
  );
  const all = [
    ...rules,
    { Priority: 'default', Conditions: [], Actions: [actionOf(found.listener.action)], IsDefault: true },
  ];
  const { items, next } = pageOf(all, input, call);
  return { Rules: items, NextMarker: next };
}

function actionOf(action: 'forward' | 'redirect' | 'redirect-http' | 'fixed-response'): elbv2.Action {
  switch (action) {
    case 'forward':
      return { Type: 'forward' };
    case 'fixed-response':
      return { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
    default: {
      const Protocol = action === 'redirect' ? 'HTTPS' : '#{protocol}';
      return { Type: 'redirect', RedirectConfig: { Protocol, Port: '443', StatusCode: 'HTTP_301' } };
    }
  }
}

function pageOf<T>(
  items: T[],
  input: { PageSize?: number | undefined; Marker?: string | undefined },
  call: Call,
) {
  return paginate(
    items,
    { limit: input.PageSize, token: input.Marker, max: 400, limitName: 'PageSize', tokenName: 'Marker' },
    call,
  );
}
