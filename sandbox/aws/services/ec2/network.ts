import type {
  Address,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DescribeFlowLogsRequest,
  DescribeFlowLogsResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  FlowLog,
  TrafficType,
  Vpc,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../service';
import { AwsError } from '../../wire/aws-error';
import { resourceId } from '../../world';
import { here } from '../regional';
import { applyFilters, idOf, pageOf, privateIpOf, selectIds, tagList } from './common';
import { instanceId, interfaceId, publicIpOf } from './instances';

/** Regions that no account has unless it asked for them. Source: AWS Account Management, "Enable or disable regions". */
const OPT_IN =
  /^(af-south-1|ap-east-|ap-south-2|ap-southeast-[3-9]|ca-west-1|eu-central-2|eu-south-|il-central-1|me-|mx-central-1)/;

export function describeRegions(input: DescribeRegionsRequest, call: Call): DescribeRegionsResult {
  const enabled = call.world.enabledRegions(call.account);
  const all = call.world.estate.regions.map((region) => ({
    RegionName: region,
    Endpoint: `ec2.${region}.amazonaws.com`,
    OptInStatus: !enabled.includes(region)
      ? 'not-opted-in'
      : OPT_IN.test(region)
        ? 'opted-in'
        : 'opt-in-not-required',
  }));
  const unknown = input.RegionNames?.find((name) => !all.some((region) => region.RegionName === name));
  if (unknown !== undefined)
    throw new AwsError('InvalidParameterValue', 400, `Invalid region provided: ${unknown}`);
  const named = input.RegionNames?.length
    ? all.filter((region) => input.RegionNames?.includes(region.RegionName))
    : all;
  const listed = input.AllRegions ? named : named.filter((region) => region.OptInStatus !== 'not-opted-in');
  return {
    Regions: applyFilters(
      listed.map((region) => ({ ...region, Tags: [] })),
      input.Filters,
      {
        'region-name': (region) => [region.RegionName],
        endpoint: (region) => [region.Endpoint],
        'opt-in-status': (region) => [region.OptInStatus],
      },
    ),
  };
}

export function describeVpcs(input: DescribeVpcsRequest, call: Call): DescribeVpcsResult {
  const all: Vpc[] = Object.entries(here(call).vpcs).map(([name, vpc]) => ({
    VpcId: idOf(call, 'vpc', name, vpc.id),
    CidrBlock: vpc.cidr,
    IsDefault: vpc.isDefault,
    State: 'available',
    OwnerId: call.account.id,
    InstanceTenancy: 'default',
    Tags: tagList(call, name, vpc.tags),
  }));
  const selected = selectIds(
    all,
    { ids: input.VpcIds, idOf: (vpc) => vpc.VpcId, parameter: 'vpcSet', notFound: 'InvalidVpcID' },
    input.MaxResults,
  );
  const filtered = applyFilters(selected, input.Filters, {
    'vpc-id': (vpc) => [vpc.VpcId],
    'is-default': (vpc) => [String(vpc.IsDefault)],
    isDefault: (vpc) => [String(vpc.IsDefault)],
    cidr: (vpc) => [vpc.CidrBlock],
    'owner-id': (vpc) => [vpc.OwnerId],
    state: (vpc) => [vpc.State],
  });
  const { items, next } = pageOf(filtered, input, call);
  return { Vpcs: items, NextToken: next };
}

export function describeFlowLogs(input: DescribeFlowLogsRequest, call: Call): DescribeFlowLogsResult {
  const selected = selectIds(
    flowLogs(call),
    {
      ids: input.FlowLogIds,
      idOf: (log) => log.FlowLogId,
      parameter: 'flowLogIds',
      notFound: 'InvalidFlowLogId',
    },
    undefined,
  );
  const filtered = applyFilters(selected, input.Filter, {
    'flow-log-id': (log) => [log.FlowLogId],
    'resource-id': (log) => [log.ResourceId],
    'traffic-type': (log) => [log.TrafficType],
    'deliver-log-status': (log) => [log.DeliverLogsStatus],
    'log-destination-type': (log) => [log.LogDestinationType],
  });
  const { items, next } = pageOf(filtered, input, call, 1);
  return { FlowLogs: items, NextToken: next };
}

function flowLogs(call: Call): FlowLog[] {
  return Object.entries(here(call).vpcs)
    .filter(([, vpc]) => vpc.flowLogs !== 'none')
    .map(([name, vpc]) => {
      const isFailing = vpc.flowLogs === 'failing';
      return {
        FlowLogId: resourceId('fl', call.account.id, call.region, name),
        ResourceId: idOf(call, 'vpc', name, vpc.id),
        TrafficType: trafficType(vpc.flowLogs),
        FlowLogStatus: 'ACTIVE',
        DeliverLogsStatus: isFailing ? 'FAILED' : 'SUCCESS',
        ...(isFailing ? { DeliverLogsErrorMessage: 'Access error' } : {}),
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::org-vpc-flow-logs',
        MaxAggregationInterval: 600,
        CreationTime: call.world.dateOf(0),
        Tags: tagList(call, name, {}),
      };
    });
}

function trafficType(setting: string): TrafficType {
  if (setting === 'accept') return 'ACCEPT';
  return setting === 'reject' ? 'REJECT' : 'ALL';
}

export function describeAddresses(input: DescribeAddressesRequest, call: Call): DescribeAddressesResult {
  const selected = selectIds(
    addresses(call),
    {
      ids: input.AllocationIds,
      idOf: (address) => address.AllocationId,
      parameter: 'allocationIds',
      notFound: 'InvalidAllocationID',
    },
    undefined,
  ).filter((address) => !input.PublicIps?.length || input.PublicIps.includes(address.PublicIp ?? ''));
  return {
    Addresses: applyFilters(selected, input.Filters, {
      'allocation-id': (address) => [address.AllocationId],
      'association-id': (address) => [address.AssociationId],
      'instance-id': (address) => [address.InstanceId],
      'network-interface-id': (address) => [address.NetworkInterfaceId],
      'public-ip': (address) => [address.PublicIp],
      domain: (address) => [address.Domain],
    }),
  };
}

function addresses(call: Call): Address[] {
  return Object.entries(here(call).addresses).map(([name, address]) => {
    const { attachedTo } = address;
    return {
      AllocationId: idOf(call, 'eipalloc', name, address.id),
      PublicIp: address.ip ?? publicIpOf(call, name),
      Domain: 'vpc',
      NetworkBorderGroup: call.region,
      Tags: tagList(call, name, address.tags),
      ...(attachedTo === undefined
        ? {}
        : {
            AssociationId: resourceId('eipassoc', call.account.id, call.region, name),
            NetworkInterfaceId: interfaceId(call, attachedTo),
            NetworkInterfaceOwnerId: call.account.id,
            PrivateIpAddress: privateIpOf(call, attachedTo),
            ...(attachedTo in here(call).instances ? { InstanceId: instanceId(call, attachedTo) } : {}),
          }),
    };
  });
}
