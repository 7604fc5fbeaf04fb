import type { DBInstance } from '@aws-sdk/client-rds';
import type { Metric, MetricSum } from '../metrics';

/**
 * What tells whether an instance is used, by its engine: DescribeDBInstances also lists those of DocumentDB and of Neptune,
 * which have namespaces of their own. `sparse`: it is reported only where it is not zero.
 * Source: https://docs.aws.amazon.com/neptune/latest/userguide/cw-metrics.html
 */
const USAGE: Record<string, { namespace: string; name: string; sparse: boolean }> = {
  docdb: { namespace: 'AWS/DocDB', name: 'DatabaseConnections', sparse: false },
  neptune: { namespace: 'AWS/Neptune', name: 'TotalRequestsPerSec', sparse: true },
};
const OF_RDS = { namespace: 'AWS/RDS', name: 'DatabaseConnections', sparse: false };

const usageOf = (engine = '') => USAGE[engine] ?? OF_RDS;

/** The metric of an instance that runs, which is all that CloudWatch hears of; null for another. */
export function usageMetric(instance: DBInstance): Metric | null {
  const { DBInstanceIdentifier, DBInstanceStatus, Engine } = instance;
  if (DBInstanceIdentifier === undefined || DBInstanceStatus !== 'available') return null;
  const { namespace, name } = usageOf(Engine);
  return { namespace, name, dimensions: { DBInstanceIdentifier } };
}

/** How much the instances that run were used together; null where nothing shows it and one has no figures. */
export async function usageOfAll(
  instances: DBInstance[],
  sums: MetricSum,
  days: number,
): Promise<number | null> {
  const figures = await Promise.all(
    instances.map(async (instance) => {
      const metric = usageMetric(instance);
      if (metric === null) return 0;
      return (await sums(metric, days)) ?? (usageOf(instance.Engine).sparse ? 0 : null);
    }),
  );
  const total = figures.reduce((sum: number, figure) => sum + (figure ?? 0), 0);
  return total === 0 && figures.includes(null) ? null : total;
}
