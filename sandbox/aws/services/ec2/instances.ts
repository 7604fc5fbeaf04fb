import {
  _InstanceType,
  type DescribeInstancesRequest,
  type DescribeInstancesResult,
  type DescribeNetworkInterfacesRequest,
  type DescribeNetworkInterfacesResult,
  type GroupIdentifier,
  type Instance,
  type NetworkInterface,
  type Reservation,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../service';
import { resourceId } from '../../world';
import { here, zoneOf } from '../regional';
import { applyFilters, idOf, pageOf, privateIpOf, selectIds, tagList } from './common';
import { securityGroupId, securityGroupName, vpcIdOfGroup } from './security-groups';

const STATE_CODES = { running: 16, terminated: 48, stopped: 80 } as const;

export function describeInstances(input: DescribeInstancesRequest, call: Call): DescribeInstancesResult {
  const selected = selectIds(
    instances(call),
    {
      ids: input.InstanceIds,
      idOf: (instance) => instance.InstanceId,
      parameter: 'instancesSet',
      notFound: 'InvalidInstanceID',
    },
    input.MaxResults,
  );
  const filtered = applyFilters(selected, input.Filters, {
    'instance-id': (instance) => [instance.InstanceId],
    'instance-state-name': (instance) => [instance.State?.Name],
    'instance-type': (instance) => [instance.InstanceType],
    'vpc-id': (instance) => [instance.VpcId],
    'image-id': (instance) => [instance.ImageId],
    'instance.group-id': (instance) => (instance.SecurityGroups ?? []).map((group) => group.GroupId),
    'metadata-options.http-tokens': (instance) => [instance.MetadataOptions?.HttpTokens],
  });
  const { items, next } = pageOf(filtered, input, call);
  const Reservations: Reservation[] = items.map((instance) => ({
    ReservationId: resourceId('r', instance.InstanceId ?? ''),
    OwnerId: call.account.id,
    Instances: [instance],
  }));
  return { Reservations, NextToken: next };
}

export function describeNetworkInterfaces(
  input: DescribeNetworkInterfacesRequest,
  call: Call,
): DescribeNetworkInterfacesResult {
  const selected = selectIds(
    networkInterfaces(call).map((networkInterface) => ({
      ...networkInterface,
      Tags: networkInterface.TagSet,
    })),
    {
      ids: input.NetworkInterfaceIds,
      idOf: (networkInterface) => networkInterface.NetworkInterfaceId,
      parameter: 'networkInterfaceIdSet',
      notFound: 'InvalidNetworkInterfaceID',
    },
    input.MaxResults,
  );
  const filtered = applyFilters(selected, input.Filters, {
    'group-id': (networkInterface) => (networkInterface.Groups ?? []).map((group) => group.GroupId),
    'group-name': (networkInterface) => (networkInterface.Groups ?? []).map((group) => group.GroupName),
    'network-interface-id': (networkInterface) => [networkInterface.NetworkInterfaceId],
    'vpc-id': (networkInterface) => [networkInterface.VpcId],
    'owner-id': (networkInterface) => [networkInterface.OwnerId],
    'interface-type': (networkInterface) => [networkInterface.InterfaceType],
    status: (networkInterface) => [networkInterface.Status],
    'attachment.instance-id': (networkInterface) => [networkInterface.Attachment?.InstanceId],
    description: (networkInterface) => [networkInterface.Description],
  });
  const { items, next } = pageOf(filtered, input, call);
  return { NetworkInterfaces: items, NextToken: next };
}

/** The id of an instance by its name in the estate. */
export function instanceId(call: Call, name: string): string {
  return idOf(call, 'i', name, here(call).instances[name]?.id);
}

/** The id of the network interface that belongs to an instance, database or interface of the estate. */
export function interfaceId(call: Call, name: string): string {
  return idOf(call, 'eni', name, here(call).networkInterfaces[name]?.id);
}

function groupIdentifiers(call: Call, names: string[]): GroupIdentifier[] {
  return names.map((name) => ({ GroupId: securityGroupId(call, name), GroupName: securityGroupName(name) }));
}

function vpcOf(call: Call, groups: string[]): string | undefined {
  const [first] = groups;
  if (first !== undefined) return vpcIdOfGroup(call, first);
  const [only] = Object.entries(here(call).vpcs);
  return only && idOf(call, 'vpc', only[0], only[1].id);
}

function instances(call: Call): Instance[] {
  return Object.entries(here(call).instances).map(([name, instance]) => {
    const InstanceId = instanceId(call, name);
    const isTerminated = instance.state === 'terminated';
    const rootVolumeId = resourceId('vol', call.account.id, call.region, `${name}-root`);
    return {
      InstanceId,
      ImageId:
        instance.image === undefined
          ? resourceId('ami', call.region, 'al2023')
          : idOf(call, 'ami', instance.image, here(call).images[instance.image]?.id),
      ...(instance.keyPair === undefined ? {} : { KeyName: instance.keyPair }),
      ...(instance.profile === null
        ? {}
        : {
            IamInstanceProfile: {
              Arn: `arn:aws:iam::${call.account.id}:instance-profile/${instance.profile}`,
            },
          }),
      ...(instance.state === 'stopped' && instance.stopped !== null
        ? { StateTransitionReason: `User initiated (${stoppedAt(call, instance.stopped)} GMT)` }
        : {}),
      InstanceType: toInstanceType(instance.type),
      State: { Name: instance.state, Code: STATE_CODES[instance.state] },
      LaunchTime: call.world.dateOf(instance.age),
      Placement: { AvailabilityZone: zoneOf(call, name), Tenancy: 'default' },
      Architecture: 'x86_64',
      RootDeviceName: '/dev/xvda',
      RootDeviceType: 'ebs',
      Tags: tagList(call, name, instance.tags),
      MetadataOptions: {
        State: 'applied',
        HttpEndpoint: instance.imds === 'disabled' ? 'disabled' : 'enabled',
        HttpTokens: instance.imds === 'required' ? 'required' : 'optional',
        HttpPutResponseHopLimit: instance.imds === 'required' ? 2 : 1,
        HttpProtocolIpv6: 'disabled',
        InstanceMetadataTags: 'disabled',
      },
      ...(isTerminated
        ? { SecurityGroups: [], BlockDeviceMappings: [] }
        : {
            VpcId: vpcOf(call, instance.groups),
            PrivateIpAddress: privateIpOf(call, name),
            ...(instance.publicIp && instance.state === 'running'
              ? { PublicIpAddress: publicIpOf(call, name) }
              : {}),
            SecurityGroups: groupIdentifiers(call, instance.groups),
            BlockDeviceMappings: [
              {
                DeviceName: '/dev/xvda',
                Ebs: { VolumeId: rootVolumeId, Status: 'attached', DeleteOnTermination: true },
              },
            ],
          }),
    };
  });
}

/** As EC2 writes it: `2026-10-01 08:15:00`. */
function stoppedAt(call: Call, ago: number): string {
  return call.world.dateOf(ago).toISOString().slice(0, 19).replace('T', ' ');
}

function toInstanceType(type: string): _InstanceType {
  const found = Object.values(_InstanceType).find((candidate) => candidate === type);
  if (!found) throw new Error(`the estate has an instance of type ${type}, which AWS does not have`);
  return found;
}

/** A stable address of the range that is set aside for documentation (RFC 5737). */
export function publicIpOf(call: Call, name: string): string {
  return `203.0.113.${Number(privateIpOf(call, name).split('.').at(-1))}`;
}

function networkInterfaces(call: Call): NetworkInterface[] {
  const { instances: declared, networkInterfaces: own, databases } = here(call);
  const ofInstances = Object.entries(declared)
    .filter(([, instance]) => instance.state !== 'terminated')
    .map(([name, instance]) =>
      interfaceOf(call, name, instance.groups, {
        Description: '',
        InterfaceType: 'interface',
        RequesterManaged: false,
        Attachment: {
          InstanceId: instanceId(call, name),
          InstanceOwnerId: call.account.id,
          DeviceIndex: 0,
          Status: 'attached',
        },
      }),
    );
  const ofDatabases = Object.entries(databases)
    .filter(([, database]) => database.groups.length > 0)
    .map(([name, database]) =>
      interfaceOf(call, name, database.groups, {
        Description: 'RDSNetworkInterface',
        InterfaceType: 'interface',
        RequesterManaged: true,
        RequesterId: 'amazon-rds',
      }),
    );
  const declaredAlone = Object.entries(own).map(([name, networkInterface]) =>
    interfaceOf(call, name, networkInterface.groups, {
      Description: networkInterface.description,
      RequesterManaged: networkInterface.requesterManaged,
      Status: networkInterface.attached ? 'in-use' : 'available',
      TagSet: tagList(call, name, networkInterface.tags),
    }),
  );
  return [...ofInstances, ...ofDatabases, ...declaredAlone];
}

function interfaceOf(call: Call, name: string, groups: string[], rest: NetworkInterface): NetworkInterface {
  return {
    NetworkInterfaceId: interfaceId(call, name),
    OwnerId: call.account.id,
    Status: 'in-use',
    VpcId: vpcOf(call, groups),
    AvailabilityZone: zoneOf(call, name),
    PrivateIpAddress: privateIpOf(call, name),
    SourceDestCheck: true,
    Groups: groupIdentifiers(call, groups),
    InterfaceType: 'interface',
    ...rest,
  };
}
