import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  paginateListAliases,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import {
  LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  paginateDescribeDBInstances,
  RDSClient,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, type ClientConfig, startBench } from './harness';

let bench: Bench;
let config: ClientConfig;
beforeAll(async () => {
  bench = await startBench(3);
  config = await bench.as('CloudFindingsReadOnly');
});
afterAll(() => bench.sandbox.close());

describe('rds over the query protocol', () => {
  it('pages through instances', async () => {
    const pages = [];
    for await (const page of paginateDescribeDBInstances(
      { client: new RDSClient(config), pageSize: 100 },
      {},
    ))
      pages.push(page.DBInstances ?? []);
    expect(pages.map((page) => page.length)).toEqual([3, 2]);
    expect(pages[0]?.[0]).toMatchObject({
      DBInstanceIdentifier: 'orders',
      PubliclyAccessible: true,
      Endpoint: {
        Port: 5432,
        Address: expect.stringMatching(/^orders\.[0-9a-f]{12}\.us-east-1\.rds\.amazonaws\.com$/),
      },
      VpcSecurityGroups: [{ Status: 'active', VpcSecurityGroupId: expect.stringMatching(/^sg-0/) }],
      TagList: [{ Key: 'env', Value: 'prod' }],
    });
  });

  it('tells manual snapshots from automated, and who may restore them', async () => {
    const rds = new RDSClient(config);
    const manual = await rds.send(new DescribeDBSnapshotsCommand({ SnapshotType: 'manual' }));
    expect(manual.DBSnapshots?.map((snapshot) => snapshot.DBSnapshotIdentifier)).toEqual(['orders-final']);
    const all = await rds.send(new DescribeDBSnapshotsCommand({}));
    expect(all.DBSnapshots?.map((snapshot) => snapshot.DBSnapshotIdentifier)).toContain('rds:orders-auto');
    const attributes = await rds.send(
      new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: 'orders-final' }),
    );
    expect(attributes.DBSnapshotAttributesResult?.DBSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: ['all'] },
    ]);
    const clusters = await rds.send(new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }));
    expect(clusters.DBClusterSnapshots?.[0]).toMatchObject({
      StorageEncrypted: false,
      DBClusterIdentifier: 'aurora',
    });
    const shared = await rds.send(
      new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: 'cluster-copy' }),
    );
    expect(shared.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: ['444455556666'] },
    ]);
  });

  it('throws what RDS throws', async () => {
    const rds = new RDSClient(config);
    await expect(
      rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'nowhere' })),
    ).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
    await expect(rds.send(new DescribeDBInstancesCommand({ MaxRecords: 5 }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    const away = new RDSClient({ ...config, region: 'ap-south-1' });
    await expect(away.send(new DescribeDBInstancesCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });
});

describe('cloudtrail over JSON 1.1', () => {
  it('shows a multi-region trail in its other regions unless shadows are left out', async () => {
    const ireland = new CloudTrailClient({ ...config, region: 'eu-west-1' });
    const names = async (includeShadowTrails?: boolean) =>
      (
        await ireland.send(
          new DescribeTrailsCommand(includeShadowTrails === undefined ? {} : { includeShadowTrails }),
        )
      ).trailList?.map((trail) => `${trail.Name} of ${trail.HomeRegion}`);
    expect(await names()).toEqual(['main of us-east-1', 'local of eu-west-1']);
    expect(await names(false)).toEqual(['local of eu-west-1']);
    expect(await ireland.send(new GetTrailStatusCommand({ Name: 'local' }))).toMatchObject({
      IsLogging: false,
    });
    await expect(ireland.send(new GetTrailStatusCommand({ Name: 'main' }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
  });

  it('answers advanced selectors, and times as dates', async () => {
    const trails = new CloudTrailClient(config);
    const { AdvancedEventSelectors, EventSelectors } = await trails.send(
      new GetEventSelectorsCommand({ TrailName: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' }),
    );
    expect(EventSelectors).toBeUndefined();
    expect(AdvancedEventSelectors?.[0]?.FieldSelectors).toEqual([
      { Field: 'eventCategory', Equals: ['Management'] },
    ]);
    const status = await trails.send(new GetTrailStatusCommand({ Name: 'main' }));
    expect(status.LatestDeliveryTime).toEqual(new Date(Date.UTC(2026, 0, 15, 11, 55)));
  });

  it('refuses with AccessDeniedException', async () => {
    const narrow = new CloudTrailClient(await bench.as('Narrow'));
    await expect(narrow.send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('kms over JSON 1.1', () => {
  it('pages through keys and aliases', async () => {
    const kms = new KMSClient(config);
    const keys = [];
    for await (const page of paginateListKeys({ client: kms, pageSize: 1000 }, {})) {
      expect(page.Keys?.length).toBeLessThanOrEqual(3);
      keys.push(...(page.Keys ?? []));
    }
    expect(new Set(keys.map((key) => key.KeyId)).size).toBe(10);
    const aliases = [];
    for await (const page of paginateListAliases({ client: kms, pageSize: 100 }, {}))
      aliases.push(...(page.Aliases ?? []));
    expect(aliases.map((alias) => alias.AliasName)).toContain('alias/aws/ebs');
    expect(aliases).toHaveLength(9);
  });

  it('describes keys and their rotation, and refuses what cannot be rotated or read', async () => {
    const kms = new KMSClient(config);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/orders' }));
    expect(KeyMetadata).toMatchObject({
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
    });
    expect(KeyMetadata?.CreationDate).toBeInstanceOf(Date);
    const KeyId = KeyMetadata?.KeyId ?? '';
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
      KeyRotationEnabled: false,
    });
    const rotation = (alias: string) =>
      kms.send(new GetKeyRotationStatusCommand({ KeyId: `alias/${alias}` }));
    expect(await rotation('spare-1')).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    await expect(rotation('signing')).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    await expect(rotation('locked')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(rotation('nowhere')).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('lambda over REST-JSON', () => {
  it('pages through functions with their VPC configuration', async () => {
    const functions = [];
    for await (const page of paginateListFunctions({ client: new LambdaClient(config) }, {}))
      functions.push(...(page.Functions ?? []));
    expect(functions.map((entry) => entry.FunctionName)).toEqual(
      [1, 2, 3, 4, 5, 6].map((index) => `worker-${index}`),
    );
    expect(functions[0]?.VpcConfig?.SecurityGroupIds).toEqual([expect.stringMatching(/^sg-0[0-9a-f]{16}$/)]);
  });

  it('throws the right errors', async () => {
    const away = new LambdaClient({ ...config, region: 'ap-south-1' });
    await expect(away.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(
      new LambdaClient(config).send(new ListFunctionsCommand({ Marker: 'x' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await expect(new LambdaClient(config).send(new ListLayersCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('lambda:ListLayers'),
    });
  });
});
