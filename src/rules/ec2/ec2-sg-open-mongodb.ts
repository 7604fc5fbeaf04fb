import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-mongodb',
  title: 'No security group opens MongoDB to the internet',
  ports: ['27017', '27018'],
  guidance: {
    why: 'MongoDB without access control, its state after a manual installation, answers everyone; tens of thousands of such databases were emptied for ransom in a few weeks of 2017, and the scanners have not stopped. With a password it still tells everybody its version, and so its known flaws.',
    change:
      'Change the source of the MongoDB rule (TCP 27017, shards 27018) from Anywhere to the security group of the application, or delete the rule.',
    alternative: (target) => `# the application's servers, by their group
${allowGroup(target, '27017', '<sg-of-the-application>')}

# people: a tunnel, then mongosh "mongodb://127.0.0.1:37017/?directConnection=true"
${tunnel(target, '27017', '<database-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'mongodb',
        port: '27017',
        from: 'application_security_group_id',
        description: 'MongoDB from the application',
      }),
    before:
      'db.currentOp(true) shows the client addresses; members of a replica set or a sharded cluster talk over the same ports, so let the group in from itself when they share it. Check also that authorization is enabled in mongod.conf, and whether the data was already read while the port was open.',
    links: [
      {
        title: 'Connecting to an Amazon DocumentDB cluster from outside an Amazon VPC',
        url: 'https://docs.aws.amazon.com/documentdb/latest/developerguide/connect-from-outside-a-vpc.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
