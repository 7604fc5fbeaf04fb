import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { readAll } from './read-list';
import type { AwsSession } from './session';
import { Source } from './source';

/** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
const DAY_SECONDS = 86_400;

export interface Metric {
  /** `AWS/NATGateway` */
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

/** The sum of a metric over the last days (UTC, up to now); null where CloudWatch has no datapoint at all. */
export type MetricSum = (metric: Metric, days: number) => Promise<number | null>;

/**
 * Reads sums of metrics, all of `metrics` for one number of days together: whichever is asked for first brings the others.
 * Only what is among `metrics` can be asked for. Rejects with an UnreadableError.
 */
export function metricSums(session: AwsSession, metrics: Metric[]): MetricSum {
  const byDays = new Map<number, () => Promise<Map<string, number>>>();
  return async (metric, days) => {
    const sums = byDays.get(days) ?? session.question(() => readSums(session, metrics, days));
    byDays.set(days, sums);
    return (await sums()).get(keyOf(metric)) ?? null;
  };
}

const keyOf = (metric: Metric) => JSON.stringify(metric);

async function readSums(session: AwsSession, metrics: Metric[], days: number): Promise<Map<string, number>> {
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - days * DAY_SECONDS * 1000);
  const cloudWatch = session.clients.regional('cloudwatch', CloudWatchClient);
  const source = new Source('cloudwatch:GetMetricData', session.region);
  const sums = new Map<string, number>();
  for (let first = 0; first < metrics.length; first += QUERIES_PER_CALL) {
    const batch = metrics.slice(first, first + QUERIES_PER_CALL);
    const results = await readAll({
      source,
      page: (NextToken) =>
        cloudWatch.send(
          new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries: batch.map(toQuery), NextToken }),
        ),
      items: ({ MetricDataResults }) => MetricDataResults,
      next: ({ NextToken }) => NextToken,
    });
    for (const { Id, Values = [], StatusCode } of results) {
      const metric = batch[Number(Id?.slice(1))];
      if (metric === undefined || StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
        throw source.malformed(`no result for ${Id}: ${StatusCode}`);
      }
      // The datapoints of one metric can be spread over several pages.
      for (const value of Values) sums.set(keyOf(metric), (sums.get(keyOf(metric)) ?? 0) + value);
    }
  }
  return sums;
}

function toQuery({ namespace, name, dimensions }: Metric, index: number): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: DAY_SECONDS,
      Stat: 'Sum',
    },
  };
}
