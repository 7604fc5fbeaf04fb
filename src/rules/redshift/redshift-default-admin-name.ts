import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { redshiftCluster } from './resources';

export default defineRule({
  id: 'redshift-default-admin-name',
  title: 'Warehouse admin login has a non-default name',
  service: 'redshift',
  severity: 'low',
  pillar: 'security',
  resource: redshiftCluster,
  parameters: z.object({
    default_names: z
      .array(z.string().min(1))
      .min(1, 'must name at least one')
      .default(['awsuser'])
      .describe('Names that an attacker tries first, and that the admin login must not have.'),
  }),
  permissions: ['redshift:DescribeClusters'],
  references: { fsbp: ['Redshift.8'] },
  guidance: {
    why: 'A login needs a name and a password, and with the name that AWS suggests half of it is known. Guessing tools try awsuser before anything else.',
    console: [
      'Open the Redshift console in the region of the cluster and choose "Create cluster", with an admin user name of your own and the same VPC, roles and parameter group.',
      'Open the query editor on the old cluster, note the users, groups and grants, and UNLOAD each table to an S3 bucket.',
      'Make schemas, users and grants on the new cluster and COPY the tables from there.',
      'Move the clients to the new endpoint, and delete the old cluster with a final snapshot.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `# the name is settled when a cluster is made: a new one, its password kept by Secrets Manager
aws redshift create-cluster --cluster-identifier ${resourceId}-2 --region ${region} \\
  --node-type ra3.large --number-of-nodes 2 --master-username <admin-name> --manage-master-password

# on the old cluster UNLOAD, on the new one COPY, table by table
aws redshift-data execute-statement --cluster-identifier ${resourceId} --database <database> --db-user <admin-name> --region ${region} \\
  --sql "UNLOAD ('SELECT * FROM <table>') TO 's3://<bucket>/<table>/' IAM_ROLE default FORMAT PARQUET"
aws redshift-data execute-statement --cluster-identifier ${resourceId}-2 --database <database> --db-user <admin-name> --region ${region} \\
  --sql "COPY <table> FROM 's3://<bucket>/<table>/' IAM_ROLE default FORMAT PARQUET"

# at the end
aws redshift delete-cluster --cluster-identifier ${resourceId} --region ${region} \\
  --final-cluster-snapshot-identifier ${resourceId}-final`,
    terraform: ({ resourceId }) => `resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier     = "${resourceId}-2"
  node_type              = "ra3.large"
  number_of_nodes        = 2
  master_username        = var.admin_name # not awsuser
  manage_master_password = true
}`,
    before:
      'This is worth a new cluster only when one is due anyway: until then a long password in Secrets Manager, single sign-on for people and a closed port do more. A restored snapshot keeps the admin name, so data has to be unloaded and copied.',
    links: [
      {
        title: 'Managing Redshift admin passwords using AWS Secrets Manager',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html',
      },
      {
        title: 'Creating a cluster',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/create-cluster.html',
      },
    ],
  },
  judge(cluster, { params }) {
    if (!params.default_names.includes(cluster.adminName))
      return pass('The admin login has a name of its own');
    return fail(`The admin login of ${cluster.id} is called ${cluster.adminName}`, {
      masterUsername: cluster.adminName,
    });
  },
});
