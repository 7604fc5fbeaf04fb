import type {
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  NatGateway,
  RouteTable,
  Subnet,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../service';
import { resourceId } from '../../world';
import { here, zoneOf } from '../regional';
import { applyFilters, idOf, pageOf, tagList } from './common';

/** The id of a NAT gateway by its name in the estate. */
export function natGatewayId(call: Call, name: string): string {
  return idOf(call, 'nat', name, here(call).natGateways[name]?.id);
}

/** The id of a subnet by its name in the estate. */
export function subnetId(call: Call, name: string): string {
  return idOf(call, 'subnet', name, here(call).subnets[name]?.id);
}

/** The VPC of that name, the only one when there is no name, and one of its own where the estate has none. */
export function vpcIdOf(call: Call, name?: string): string {
  const { vpcs } = here(call);
  const known = name ?? Object.keys(vpcs)[0] ?? 'default';
  return idOf(call, 'vpc', known, vpcs[known]?.id);
}

export function describeSubnets(input: DescribeSubnetsRequest, call: Call): DescribeSubnetsResult {
  const all = Object.entries(here(call).subnets).map(
    ([name, subnet]): Subnet => ({
      SubnetId: subnetId(call, name),
      SubnetArn: `arn:aws:ec2:${call.region}:${call.account.id}:subnet/${subnetId(call, name)}`,
      VpcId: vpcIdOf(call, subnet.vpc),
      OwnerId: call.account.id,
      CidrBlock: subnet.cidr,
      AvailabilityZone: zoneOf(call, name),
      State: 'available',
      MapPublicIpOnLaunch: subnet.autoPublicIp,
      DefaultForAz: false,
      Tags: tagList(call, name, subnet.tags),
    }),
  );
  const filtered = applyFilters(all, input.Filters, { 'vpc-id': ({ VpcId }) => [VpcId] });
  const { items, next } = pageOf(filtered, input, call);
  return { Subnets: items, NextToken: next };
}

/** Each VPC has its main table; a subnet with a way to the internet has one of its own, as the routed NAT gateways have. */
export function describeRouteTables(
  input: DescribeRouteTablesRequest,
  call: Call,
): DescribeRouteTablesResult {
  const { vpcs, subnets, natGateways } = here(call);
  const names = Object.keys(vpcs);
  const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' as const };
  const tableOf = (name: string, VpcId: string, rest: Partial<RouteTable>): RouteTable => ({
    RouteTableId: resourceId('rtb', call.account.id, call.region, name),
    VpcId,
    OwnerId: call.account.id,
    Tags: [],
    ...rest,
    Routes: [local, ...(rest.Routes ?? [])],
  });
  const toEverywhere = { DestinationCidrBlock: '0.0.0.0/0', State: 'active' as const };
  const all = [
    ...(names.length > 0 ? names : ['default']).map((name) =>
      tableOf(`${name}-main`, vpcIdOf(call, name), { Associations: [{ Main: true }] }),
    ),
    ...Object.entries(subnets)
      .filter(([, { internet }]) => internet)
      .map(([name, { vpc }]) =>
        tableOf(name, vpcIdOf(call, vpc), {
          Associations: [{ Main: false, SubnetId: subnetId(call, name) }],
          Routes: [
            {
              ...toEverywhere,
              GatewayId: resourceId('igw', call.account.id, call.region, vpcIdOf(call, vpc)),
            },
          ],
        }),
      ),
    ...Object.entries(natGateways)
      .filter(([, { routed }]) => routed)
      .map(([name, { vpc }]) =>
        tableOf(`${name}-routes`, vpcIdOf(call, vpc), {
          Associations: [],
          Routes: [{ ...toEverywhere, NatGatewayId: natGatewayId(call, name) }],
        }),
      ),
  ];
  const filtered = applyFilters(all, input.Filters, { 'vpc-id': ({ VpcId }) => [VpcId] });
  const { items, next } = pageOf(filtered, input, call);
  return { RouteTables: items, NextToken: next };
}

export function describeNatGateways(
  input: DescribeNatGatewaysRequest,
  call: Call,
): DescribeNatGatewaysResult {
  const all = Object.entries(here(call).natGateways).map(
    ([name, gateway]): NatGateway => ({
      NatGatewayId: natGatewayId(call, name),
      VpcId: vpcIdOf(call, gateway.vpc),
      State: gateway.state,
      ConnectivityType: 'public',
      CreateTime: call.world.dateOf(gateway.age),
      Tags: tagList(call, name, gateway.tags),
    }),
  );
  const { items, next } = pageOf(all, input, call);
  return { NatGateways: items, NextToken: next };
}
