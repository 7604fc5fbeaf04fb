import * as redshift from '@aws-sdk/client-redshift';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { securityGroupId } from './ec2/security-groups';
import { here } from './regional';

export const redshiftService: Service = {
  name: 'redshift',
  global: false,
  protocol: queryProtocol('http://redshift.amazonaws.com/doc/2012-12-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...redshift }),
  operations: [operation(redshift.DescribeClusters$, describeClusters)],
};

function describeClusters(input: redshift.DescribeClustersMessage, call: Call): redshift.ClustersMessage {
  const wanted = input.ClusterIdentifier;
  const all = Object.entries(here(call).redshiftClusters)
    .filter(([name]) => wanted === undefined || name === wanted)
    .map(
      ([name, cluster]): redshift.Cluster => ({
        ClusterIdentifier: name,
        NodeType: 'ra3.large',
        ClusterStatus: cluster.status,
        MasterUsername: cluster.admin,
        DBName: 'warehouse',
        ...(cluster.port === null
          ? {}
          : {
              Endpoint: { Address: `${name}.abc.${call.region}.redshift.amazonaws.com`, Port: cluster.port },
            }),
        PubliclyAccessible: cluster.public,
        EnhancedVpcRouting: cluster.vpcRouting,
        Encrypted: true,
        NumberOfNodes: 2,
        VpcSecurityGroups: cluster.groups.map((group) => ({
          VpcSecurityGroupId: securityGroupId(call, group),
          Status: 'active',
        })),
        Tags: Object.entries({ ...call.account.tags, ...cluster.tags }).map(([Key, Value]) => ({
          Key,
          Value,
        })),
      }),
    );
  if (wanted !== undefined && all.length === 0)
    throw new AwsError('ClusterNotFound', 404, `Cluster ${wanted} not found.`);
  const { items, next } = paginate(
    all,
    {
      limit: input.MaxRecords,
      token: input.Marker,
      min: 20,
      max: 100,
      limitName: 'MaxRecords',
      tokenName: 'Marker',
    },
    call,
  );
  return { Clusters: items, Marker: next };
}
