import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { natGatewayId } from './ec2/routing';
import { trafficOfLoadBalancer } from './elbv2';
import { here } from './regional';

const DAY_SECONDS = 86_400;
const MAX_QUERIES = 500;
const MAX_PAGE_OF_RESULTS = 100;

export const cloudWatchService: Service = {
  name: 'cloudwatch',
  global: false,
  protocol: jsonProtocol('1.0'),
  dialect: jsonDialect,
  known: knownOperations({ ...cloudwatch }),
  operations: [operation(cloudwatch.GetMetricData$, getMetricData)],
};

/** Of each metric that the sandbox knows, its value a day; null without figures, undefined without such a resource. */
const METRICS: Record<string, (call: Call, dimension: string | undefined) => number | null | undefined> = {
  'AWS/RDS DatabaseConnections': (call, id) => connectionsTo(call, id, (engine) => !NOT_OF_RDS.has(engine)),
  'AWS/DocDB DatabaseConnections': (call, id) => connectionsTo(call, id, (engine) => engine === 'docdb'),
  // Not reported where it is zero.
  'AWS/Neptune TotalRequestsPerSec': (call, id) =>
    connectionsTo(call, id, (engine) => engine === 'neptune') || null,
  'AWS/NATGateway BytesOutToDestination': (call, id) =>
    Object.entries(here(call).natGateways).find(([name]) => natGatewayId(call, name) === id)?.[1].bytesOut,
  // Not reported where they are zero.
  'AWS/ApplicationELB RequestCount': (call, id) => trafficOfLoadBalancer(call, id) || null,
  'AWS/NetworkELB ProcessedBytes': (call, id) => trafficOfLoadBalancer(call, id) || null,
  'AWS/GatewayELB ProcessedBytes': (call, id) => trafficOfLoadBalancer(call, id) || null,
};

const NOT_OF_RDS = new Set(['docdb', 'neptune']);

/** Each engine's service reports under a namespace of its own. */
function connectionsTo(call: Call, id: string | undefined, isOfService: (engine: string) => boolean) {
  const database = here(call).databases[id ?? ''];
  return database !== undefined && isOfService(database.engine) ? database.connections : undefined;
}

/** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
function getMetricData(input: cloudwatch.GetMetricDataInput, call: Call): cloudwatch.GetMetricDataOutput {
  const queries = input.MetricDataQueries ?? [];
  if (queries.length > MAX_QUERIES)
    throw new AwsError(
      'ValidationError',
      400,
      'The collection MetricDataQueries must not have a size greater than 500.',
    );
  const { StartTime, EndTime } = input;
  if (StartTime === undefined || EndTime === undefined)
    throw new AwsError('MissingParameter', 400, 'The parameters StartTime and EndTime are required.');
  const days = Math.max(1, Math.round((EndTime.getTime() - StartTime.getTime()) / 1000 / DAY_SECONDS));
  const start = Number(input.NextToken ?? 0);
  const end = start + Math.min(MAX_PAGE_OF_RESULTS, call.world.pageSize);
  return {
    MetricDataResults: queries.slice(start, end).map(({ Id, MetricStat }) => {
      const { Namespace, MetricName, Dimensions } = MetricStat?.Metric ?? {};
      const perDay = METRICS[`${Namespace} ${MetricName}`]?.(call, Dimensions?.[0]?.Value) ?? null;
      const Values = perDay === null ? [] : Array.from({ length: days }, () => perDay);
      return {
        Id,
        Label: MetricName,
        StatusCode: 'Complete' as const,
        Values,
        Timestamps: Values.map((_, index) => new Date(EndTime.getTime() - (index + 1) * DAY_SECONDS * 1000)),
      };
    }),
    ...(end < queries.length ? { NextToken: String(end) } : {}),
  };
}
