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

/**
 * The sum of a metric over the last days (UTC, up to now); null where CloudWatch answers that it has no datapoint. Rejects
 * with an UnreadableError where it does not answer for this metric, or not to the end.
 */
export type MetricSum = (metric: Metric, days: number) => Promise<number | null>;

/**
 * Reads sums of metrics, all of `metrics` for one number of days together: whichever is asked for first brings the others.
 * Only what is among `metrics` can be asked for.
 */
export function metricSums(session: AwsSession, metrics: Metric[]): MetricSum {
  const source = new Source('cloudwatch:GetMetricData', session.region);
  const byDays = new Map<number, () => Promise<Map<string, Sum>>>();
  return async (metric, days) => {
    const sums = byDays.get(days) ?? session.question(() => readSums(session, source, metrics, days));
    byDays.set(days, sums);
    const sum = source.required((await sums()).get(keyOf(metric)), `${metric.namespace} ${metric.name}`);
    // What was added up so far is a lower bound, which is all that "is it used?" asks for.
    if (sum.status !== 'Complete' && !(sum.value !== null && sum.value > 0))
      throw source.malformed(`${metric.namespace} ${metric.name} with the status ${sum.status}`);
    return sum.value;
  };
}

/** What CloudWatch answered for one metric, on all pages together, and how it said at last that the answer is. */
interface Sum {
  value: number | null;
  status: string | undefined;
}

const keyOf = (metric: Metric) => JSON.stringify(metric);

async function readSums(
  session: AwsSession,
  source: Source,
  metrics: Metric[],
  days: number,
): Promise<Map<string, Sum>> {
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - days * DAY_SECONDS * 1000);
  const cloudWatch = session.clients.regional('cloudwatch', CloudWatchClient);
  const sums = new Map<string, Sum>();
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
      const metric = source.required(batch[Number(Id?.slice(1))], `the query ${Id}`);
      // The datapoints of one metric can be spread over several pages.
      const before = sums.get(keyOf(metric))?.value ?? null;
      const value = Values.reduce<number | null>((sum, one) => (sum ?? 0) + one, before);
      sums.set(keyOf(metric), { value, status: StatusCode });
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
