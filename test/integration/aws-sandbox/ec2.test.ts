import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  GetEbsEncryptionByDefaultCommand,
  GetSnapshotBlockPublicAccessStateCommand,
  paginateDescribeNetworkInterfaces,
  paginateDescribeVolumes,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALPHA, type Bench, startBench } from './harness';

let bench: Bench;
let ec2: EC2Client;
beforeAll(async () => {
  bench = await startBench();
  ec2 = new EC2Client(await bench.as('CloudFindingsReadOnly'));
});
afterAll(() => bench.sandbox.close());

describe('ec2 over the EC2 query protocol', () => {
  it('lists every volume once over several pages, none longer than the page size', async () => {
    const pages = [];
    for await (const page of paginateDescribeVolumes({ client: ec2, pageSize: 500 }, {}))
      pages.push(page.Volumes ?? []);
    const ids = pages.flat().map((volume) => volume.VolumeId);
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 2]);
    expect(new Set(ids).size).toBe(17);
  });

  it('writes scalars, dates, tags and attachments as the SDK reads them', async () => {
    const { Volumes = [] } = await ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: 'tag:Name', Values: ['data-01'] }] }),
    );
    expect(Volumes).toHaveLength(1);
    expect(Volumes[0]).toMatchObject({
      Encrypted: false,
      Size: 500,
      State: 'available',
      CreateTime: new Date(Date.UTC(2025, 11, 26, 12)),
      Attachments: [],
    });
    expect(Volumes[0]?.Tags).toEqual([
      { Key: 'Name', Value: 'data-01' },
      { Key: 'env', Value: 'prod' },
    ]);
  });

  it('filters by status with wildcards and refuses a filter that EC2 does not have', async () => {
    const inUse = await ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: 'status', Values: ['in-*'] }] }),
    );
    expect(inUse.Volumes?.map((volume) => volume.Attachments?.length)).toEqual([1, 1, 1, 1, 1]);
    await expect(
      ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('refuses a page size out of bounds and a token of another operation', async () => {
    await expect(ec2.send(new DescribeVolumesCommand({ MaxResults: 3 }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(ec2.send(new DescribeVolumesCommand({ NextToken: 'made-up' }))).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
  });

  it('refuses ids together with a page size, and ids that are nowhere', async () => {
    await expect(
      ec2.send(new DescribeVolumesCommand({ VolumeIds: ['vol-1'], MaxResults: 10 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    await expect(ec2.send(new DescribeVolumesCommand({ VolumeIds: ['vol-1'] }))).rejects.toMatchObject({
      name: 'InvalidVolume.NotFound',
    });
  });

  it('lists only public snapshots of the account for self and all', async () => {
    const { Snapshots } = await ec2.send(
      new DescribeSnapshotsCommand({ OwnerIds: ['self'], RestorableByUserIds: ['all'] }),
    );
    expect(Snapshots?.map((snapshot) => snapshot.Description)).toEqual(['before the <migration> & after']);
    const own = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
    expect(own.Snapshots).toHaveLength(3);
    const { CreateVolumePermissions } = await ec2.send(
      new DescribeSnapshotAttributeCommand({
        SnapshotId: Snapshots?.[0]?.SnapshotId,
        Attribute: 'createVolumePermission',
      }),
    );
    expect(CreateVolumePermissions).toEqual([{ Group: 'all' }]);
  });

  it('merges rules of the same ports into one permission, as AWS does', async () => {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupNames: ['web', 'app'] }),
    );
    const [web, app] = SecurityGroups;
    expect(web?.IpPermissions).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId: app?.GroupId, UserId: ALPHA }],
      },
      {
        IpProtocol: 'tcp',
        FromPort: 8000,
        ToPort: 8010,
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId: web?.GroupId, UserId: ALPHA }],
      },
    ]);
    expect(app?.IpPermissions?.[1]).toMatchObject({ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] });
    expect(app?.IpPermissions?.[1]?.FromPort).toBeUndefined();
    expect(app?.IpPermissions?.[2]).toMatchObject({ FromPort: 0, ToPort: 65_535, IpProtocol: 'udp' });
  });

  it('gives every VPC a default group, open only where the estate says so', async () => {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['default'] }] }),
    );
    expect(
      SecurityGroups.map((group) => [group.IpPermissions?.length, group.IpPermissionsEgress?.length]),
    ).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('ties instances, network interfaces and addresses together', async () => {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] }),
    );
    const [old] = Reservations[0]?.Instances ?? [];
    expect(old?.MetadataOptions).toMatchObject({ HttpTokens: 'optional', HttpEndpoint: 'enabled' });
    const [groupId] = old?.SecurityGroups?.map((group) => group.GroupId ?? '') ?? [];
    const carriers = [];
    for await (const page of paginateDescribeNetworkInterfaces(
      { client: ec2 },
      { Filters: [{ Name: 'group-id', Values: [groupId ?? ''] }] },
    ))
      carriers.push(...(page.NetworkInterfaces ?? []));
    expect(carriers.map((carrier) => carrier.Description)).toEqual([
      '',
      'RDSNetworkInterface',
      'Interface for NAT Gateway',
    ]);
    const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
    expect(Addresses.map((address) => address.AssociationId !== undefined)).toEqual([true, false]);
    expect(Addresses[0]?.NetworkInterfaceId).toBe(carriers[2]?.NetworkInterfaceId);
  });

  it('lists flow logs by resource, images of the account, and the settings of the region', async () => {
    const { FlowLogs = [] } = await ec2.send(new DescribeFlowLogsCommand({}));
    expect(FlowLogs.map((log) => [log.TrafficType, log.FlowLogStatus])).toEqual([['ALL', 'ACTIVE']]);
    const none = await ec2.send(
      new DescribeFlowLogsCommand({ Filter: [{ Name: 'resource-id', Values: ['vpc-0other'] }] }),
    );
    expect(none.FlowLogs).toEqual([]);
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    expect(Images.map((image) => [image.Name, image.Public, image.State])).toEqual([
      ['golden', true, 'available'],
      ['draft', false, 'pending'],
    ]);
    expect(await ec2.send(new GetEbsEncryptionByDefaultCommand({}))).toMatchObject({
      EbsEncryptionByDefault: false,
    });
    expect(await ec2.send(new GetSnapshotBlockPublicAccessStateCommand({}))).toMatchObject({
      State: 'unblocked',
    });
  });

  it('leaves regions that are not enabled out, unless all are asked for', async () => {
    const enabled = await ec2.send(new DescribeRegionsCommand({}));
    expect(enabled.Regions?.map((region) => region.RegionName)).toEqual(['us-east-1', 'eu-west-1']);
    const all = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
    expect(all.Regions?.map((region) => region.OptInStatus)).toEqual([
      'opt-in-not-required',
      'opt-in-not-required',
      'not-opted-in',
    ]);
  });

  it('answers AuthFailure in a region that is not enabled', async () => {
    const away = new EC2Client(await bench.as('CloudFindingsReadOnly', 'ap-south-1'));
    await expect(away.send(new DescribeVolumesCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
      message: 'AWS was not able to validate the provided access credentials',
    });
  });

  it('refuses what the role may not do, naming the action and an explicit deny', async () => {
    const narrow = new EC2Client(await bench.as('Narrow'));
    await expect(narrow.send(new GetEbsEncryptionByDefaultCommand({}))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringMatching(
        /ec2:GetEbsEncryptionByDefault with an explicit deny in a service control policy$/,
      ),
    });
    await expect(narrow.send(new DescribeVolumesCommand({}))).resolves.toBeDefined();
  });

  it('names an operation that it does not implement, with those that it does', async () => {
    await expect(
      ec2.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1, ImageId: 'ami-1' })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringMatching(/does not implement ec2:RunInstances.*DescribeVolumes/),
    });
  });
});
