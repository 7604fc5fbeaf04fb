import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-elasticsearch',
  title: 'No security group opens Elasticsearch or Kibana to the internet',
  ports: ['9200', '9300', '5601'],
  references: { fsbp: ['EC2.19'] },
  guidance: {
    why: 'Before version 8 Elasticsearch ran without a login unless somebody set one up, and one GET of /_search hands out customer records and logs; many of the largest leaks of the last years were just that. Kibana on 5601 is the same data with a comfortable window, and 9300 lets a stranger join as a node.',
    change:
      'Change the source of the rules for TCP 9200, 9300 and 5601 from Anywhere to the security group of the application (9300: the group itself), or delete them.',
    alternative: (target) => `# clients by their group, nodes among themselves
${allowGroup(target, '9200', '<sg-of-the-application>')}
${allowGroup(target, '9300', target.resourceId)}

# Kibana for people: a tunnel, then http://127.0.0.1:15601
${tunnel(target, '5601', '<kibana-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'elasticsearch',
        port: '9200',
        from: 'application_security_group_id',
        description: 'Elasticsearch from the application',
      }),
    before:
      'Log shippers (Filebeat, Fluent Bit) of other sites often write to 9200 over the internet: GET /_nodes/stats/http lists the clients and their addresses. Nodes need 9300 among themselves, so allow that first, or the cluster falls apart.',
    links: [
      {
        title: 'Launching your Amazon OpenSearch Service domains within a VPC',
        url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
