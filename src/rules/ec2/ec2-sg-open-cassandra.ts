import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-cassandra',
  title: 'No security group opens Cassandra to the internet',
  ports: ['7199', '9160', '8888', '9042'],
  guidance: {
    why: 'Cassandra starts with AllowAllAuthenticator, so whoever reaches 9042 reads and drops every keyspace. JMX on 7199 is worse, for it loads and runs Java code that the caller brings along.',
    change:
      'Change the source of the rules for TCP 9042, 9160, 7199 and 8888 from Anywhere to the groups of clients and of cluster members, or delete them.',
    alternative: (target) => `# clients by their group; JMX only within the cluster
${allowGroup(target, '9042', '<sg-of-the-application>')}
${allowGroup(target, '7199', target.resourceId)}

# people: a tunnel, then cqlsh 127.0.0.1 19042
${tunnel(target, '9042', '<cassandra-node>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'cassandra',
        port: '9042',
        from: 'application_security_group_id',
        description: 'CQL from the application',
      }),
    before:
      'nodetool clientstats --all lists the connected clients with address and driver. A second data centre outside the VPC reaches the nodes over 7000 and 7001, repair tools over 7199: give those fixed ranges first, one rack at a time, and watch nodetool status.',
    links: [
      {
        title: 'Using Amazon Keyspaces with interface VPC endpoints',
        url: 'https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
