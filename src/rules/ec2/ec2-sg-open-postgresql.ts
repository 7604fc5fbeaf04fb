import { allowGroup, allowGroupTerraform, defineOpenPortRule, tunnel } from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-postgresql',
  title: 'No security group opens PostgreSQL to the internet',
  ports: ['5432'],
  references: { fsbp: ['EC2.19'] },
  guidance: {
    why: 'A guessed PostgreSQL password is more than the tables: on a self-run server a superuser starts any program with COPY FROM PROGRAM, which crypto-mining worms have done for years. On RDS the password alone stands between everyone and the data, and nothing locks an account after a thousand wrong ones.',
    change:
      'Change the source of the PostgreSQL rule (TCP 5432) from Anywhere to the security group of the application, or delete the rule.',
    alternative: (target) => `# the application's servers, by their group
${allowGroup(target, '5432', '<sg-of-the-application>')}

# people: a tunnel through an instance, then psql -h 127.0.0.1 -p 15432
${tunnel(target, '5432', '<database-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'postgresql',
        port: '5432',
        from: 'application_security_group_id',
        description: 'PostgreSQL from the application',
      }),
    before:
      'SELECT DISTINCT client_addr, usename, application_name FROM pg_stat_activity shows who is connected now; log_connections shows the nightly jobs that are not. Move hosted dashboards and replication subscribers to a fixed range or PrivateLink before the rule goes.',
    links: [
      {
        title: 'Connecting to a DB instance running the PostgreSQL database engine',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToPostgreSQLInstance.html',
      },
      {
        title: 'Scenarios for accessing a DB instance in a VPC',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.Scenarios.html',
      },
    ],
  },
});
