import { afterEach, describe, expect, it } from 'vitest';
import { type Metric, metricSums } from '../../../src/aws/metrics';
import { type RawServer, rawServer, sessionAt } from './http-server';

let server: RawServer;
afterEach(() => server.close());

interface Result {
  Id: string;
  Values?: number[];
  StatusCode?: string;
}

const metric = (id: string): Metric => ({
  namespace: 'AWS/NATGateway',
  name: 'BytesOutToDestination',
  dimensions: { NatGatewayId: id },
});

/** CloudWatch that answers `page` to the token of the request, '' to the first one. */
async function cloudWatch(
  page: (token: string, queries: number) => { results: Result[]; next?: string },
): Promise<void> {
  server = await rawServer((_request, body) => {
    const { NextToken = '', MetricDataQueries } = JSON.parse(body);
    const { results, next } = page(NextToken, MetricDataQueries.length);
    return {
      type: 'application/x-amz-json-1.0',
      body: JSON.stringify({ MetricDataResults: results, NextToken: next }),
    };
  });
}

const sumOf = async (id = 'a', metrics = [metric(id)]) =>
  metricSums(sessionAt(server.url), metrics)(metric(id), 14);

describe('the sum of a metric', () => {
  it('is none where CloudWatch answers with no datapoint', async () => {
    await cloudWatch(() => ({ results: [{ Id: 'm0', Values: [], StatusCode: 'Complete' }] }));
    expect(await sumOf()).toBeNull();
  });

  it('is zero where the datapoints are', async () => {
    await cloudWatch(() => ({ results: [{ Id: 'm0', Values: [0, 0], StatusCode: 'Complete' }] }));
    expect(await sumOf()).toBe(0);
  });

  it('adds up what is spread over pages', async () => {
    await cloudWatch((token) =>
      token === ''
        ? { results: [{ Id: 'm0', Values: [1, 2], StatusCode: 'PartialData' }], next: 'more' }
        : { results: [{ Id: 'm0', Values: [4], StatusCode: 'Complete' }] },
    );
    expect(await sumOf()).toBe(7);
  });

  it('is not known where CloudWatch has no result for it, though it has for others', async () => {
    await cloudWatch(() => ({ results: [{ Id: 'm1', Values: [5], StatusCode: 'Complete' }] }));
    const metrics = [metric('a'), metric('b')];
    await expect(sumOf('a', metrics)).rejects.toMatchObject({
      name: 'UnreadableError',
      operation: 'cloudwatch:GetMetricData',
    });
    expect(await sumOf('b', metrics)).toBe(5);
  });

  it.each(['InternalError', 'Forbidden', 'PartialData', undefined])(
    'is not known where the answer ends with the status %s, though it has nothing yet',
    async (StatusCode) => {
      await cloudWatch(() => ({
        results: [
          { Id: 'm0', Values: [], ...(StatusCode === undefined ? {} : { StatusCode }) },
          { Id: 'm1', Values: [3], StatusCode: 'Complete' },
        ],
      }));
      const metrics = [metric('a'), metric('b')];
      await expect(sumOf('a', metrics)).rejects.toMatchObject({ name: 'UnreadableError' });
      expect(await sumOf('b', metrics)).toBe(3);
    },
  );

  it('is more than nothing where a part of the answer already is', async () => {
    await cloudWatch(() => ({ results: [{ Id: 'm0', Values: [9], StatusCode: 'PartialData' }] }));
    expect(await sumOf()).toBe(9);
  });

  it('is asked for with 500 others at the most, and told apart from them', async () => {
    const asked: number[] = [];
    await cloudWatch((_token, queries) => {
      asked.push(queries);
      const results = Array.from({ length: queries }, (_, index) => ({
        Id: `m${index}`,
        Values: [asked.length * 1000 + index],
        StatusCode: 'Complete',
      }));
      return { results };
    });
    const metrics = Array.from({ length: 1001 }, (_, index) => metric(`nat-${index}`));
    const sums = metricSums(sessionAt(server.url), metrics);
    expect(await sums(metric('nat-499'), 14)).toBe(1499);
    expect(await sums(metric('nat-500'), 14)).toBe(2000);
    expect(await sums(metric('nat-1000'), 14)).toBe(3000);
    expect(asked).toEqual([500, 500, 1]);
  });
});
