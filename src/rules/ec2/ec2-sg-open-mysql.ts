import { allowGroup, allowGroupTerraform, defineOpenPortRule, tunnel } from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-mysql',
  title: 'No security group opens MySQL to the internet',
  ports: ['3306', '4333'],
  references: { fsbp: ['EC2.19'] },
  guidance: {
    why: "Bots try root and application passwords on every public MySQL within minutes of its start, dump what they can read and leave a ransom note in an empty table. A user with the FILE privilege gives them the server's disk as well.",
    change:
      'Change the source of the MySQL rule (TCP 3306, mSQL 4333) from Anywhere to the security group of the application, or delete the rule.',
    alternative: (target) => `# the application's servers, by their group
${allowGroup(target, '3306', '<sg-of-the-application>')}

# people: a tunnel through an instance, then connect to 127.0.0.1:13306
${tunnel(target, '3306', '<database-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'mysql',
        port: '3306',
        from: 'application_security_group_id',
        description: 'MySQL from the application',
      }),
    before:
      "SHOW PROCESSLIST (or performance_schema.accounts, which also remembers closed connections) lists the hosts that clients come from: look for BI tools, replicas outside AWS and developers' laptops, and give them a tunnel first. Open connections may live on until they are closed, so test with a new one.",
    links: [
      {
        title: 'Controlling access with security groups (Amazon RDS)',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html',
      },
      {
        title: 'Connecting to your MySQL DB instance',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html',
      },
    ],
  },
});
