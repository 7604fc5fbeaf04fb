import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-memcached',
  title: 'No security group opens Memcached to the internet',
  ports: ['11211'],
  protocols: ['tcp', 'udp'],
  guidance: {
    why: 'Memcached has no password by default, so everyone can read sessions and rendered pages from it or put their own there. Over UDP it answers one forged packet with tens of thousands of times its size, and your servers become the weapon in an attack on others.',
    change:
      'Change the source of the Memcached rules (TCP and UDP 11211) from Anywhere to the security group of the application; delete the UDP one.',
    alternative: (target) => `# the application's servers, by their group; TCP is enough
${allowGroup(target, '11211', '<sg-of-the-application>')}

# people: a tunnel, then telnet or memcached-tool to 127.0.0.1:21211
${tunnel(target, '11211', '<memcached-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'memcached',
        port: '11211',
        from: 'application_security_group_id',
        description: 'Memcached from the application',
      }),
    before:
      'A cache that is cut off makes every request go to the database at once: make sure that all web servers are in the group that you let in, and watch the hit rate while you save. Start self-run servers with -U 0, which switches UDP off (the default since 1.5.6).',
    links: [
      {
        title: 'Accessing your ElastiCache cluster',
        url: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
