import * as elb from '@aws-sdk/client-elastic-load-balancing';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { resourceId } from '../world';
import { here } from './regional';

/** What DescribeTags takes at once. */
const MOST_TAGGED = 20;

export const elbService: Service = {
  name: 'elasticloadbalancing',
  apiVersion: '2012-06-01',
  global: false,
  protocol: queryProtocol('http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...elb }),
  operations: [
    operation(elb.DescribeLoadBalancers$, describeLoadBalancers),
    operation(elb.DescribeTags$, describeTags),
  ],
};

function describeLoadBalancers(
  input: elb.DescribeAccessPointsInput,
  call: Call,
): elb.DescribeAccessPointsOutput {
  const all = Object.entries(here(call).classicLoadBalancers).map(
    ([name, { instances }]): elb.LoadBalancerDescription => ({
      LoadBalancerName: name,
      DNSName: `${name}-1.${call.region}.elb.amazonaws.com`,
      CreatedTime: call.world.dateOf(900 * 86_400_000),
      Scheme: 'internet-facing',
      Instances: Array.from({ length: instances }, (_, index) => ({
        InstanceId: resourceId('i', call.account.id, call.region, `${name}-${index}`),
      })),
    }),
  );
  const { items, next } = paginate(
    all,
    { limit: input.PageSize, token: input.Marker, max: 400, limitName: 'PageSize', tokenName: 'Marker' },
    call,
  );
  return { LoadBalancerDescriptions: items, NextMarker: next };
}

function describeTags(input: elb.DescribeTagsInput, call: Call): elb.DescribeTagsOutput {
  const names = input.LoadBalancerNames ?? [];
  if (names.length === 0 || names.length > MOST_TAGGED)
    throw new AwsError('ValidationError', 400, `LoadBalancerNames must have 1 to ${MOST_TAGGED} members`);
  return {
    TagDescriptions: names.map((name) => {
      const found = here(call).classicLoadBalancers[name];
      if (found === undefined)
        throw new AwsError('LoadBalancerNotFound', 400, `There is no ACTIVE Load Balancer named '${name}'`);
      const Tags = Object.entries({ ...call.account.tags, ...found.tags }).map(([Key, Value]) => ({
        Key,
        Value,
      }));
      return { LoadBalancerName: name, Tags };
    }),
  };
}
