import { DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

/** The smallest page that Redshift takes. */
const SMALLEST_PAGE = 20;

export function redshiftProbes({ clients }: AwsSession): [string, Probe][] {
  const redshift = clients.regional('redshift', RedshiftClient);
  return [
    [
      'redshift:DescribeClusters',
      () => redshift.send(new DescribeClustersCommand({ MaxRecords: SMALLEST_PAGE })),
    ],
  ];
}
