import { afterEach, describe, expect, it } from 'vitest';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { type RdsInstance, rdsInstance } from '../../../src/rules/rds/resources';
import { type RawServer, rawServer, sessionAt } from './http-server';

let server: RawServer;
afterEach(() => server.close());

const member = (id: string, cluster: string) =>
  `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:111122223333:db:${id}</DBInstanceArn><DBInstanceStatus>available</DBInstanceStatus>${cluster}</DBInstance>`;

describe('the use of a database', () => {
  it('in a cluster is not known where a page of the list failed: the members that are used may be on it', async () => {
    server = await rawServer((_request, body) => {
      if (body.startsWith('{'))
        return {
          type: 'application/x-amz-json-1.0',
          body: JSON.stringify({
            MetricDataResults: ['m0', 'm1'].map((Id) => ({ Id, Values: [0], StatusCode: 'Complete' })),
          }),
        };
      if (body.includes('Marker'))
        return {
          status: 403,
          body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>No</Message></Error></ErrorResponse>',
        };
      const cluster = '<DBClusterIdentifier>shop</DBClusterIdentifier>';
      return {
        body: `<R><DescribeDBInstancesResult><DBInstances>${member('shop-1', cluster)}${member('alone', '')}</DBInstances><Marker>two</Marker></DescribeDBInstancesResult></R>`,
      };
    });
    const { resources } = await createResourceReaders(sessionAt(server.url)).list(rdsInstance);
    // The reader of instances makes these.
    const [shop, alone] = resources as RdsInstance[];
    await expect(shop?.usage(14)).rejects.toMatchObject({ operation: 'rds:DescribeDBInstances' });
    expect(await alone?.usage(14)).toBe(0);
  });
});
