import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-redis',
  title: 'No security group opens Redis to the internet',
  ports: ['6379'],
  guidance: {
    why: 'Redis asks for no password unless told to, and CONFIG SET lets any caller write a file: an SSH key, a cron job, a module of their own. Worms turn an open port into a mining host in minutes, and sessions kept in the cache let a reader sign in as your users.',
    change:
      'Change the source of the Redis rule (TCP 6379) from Anywhere to the security group of the application, or delete the rule.',
    alternative: (target) => `# the application's servers, by their group
${allowGroup(target, '6379', '<sg-of-the-application>')}

# people: a tunnel, then redis-cli -p 16379
${tunnel(target, '6379', '<redis-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'redis',
        port: '6379',
        from: 'application_security_group_id',
        description: 'Redis from the application',
      }),
    before:
      'CLIENT LIST shows the addresses and names of the clients; look for replicas and workers that run elsewhere. If the port was open without a password, look for keys and cron entries that nobody of yours made, and end the sessions kept in the cache.',
    links: [
      {
        title: 'Amazon VPCs and ElastiCache security',
        url: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VPCs.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
