import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-oracle',
  title: 'No security group opens Oracle listeners to the internet',
  ports: ['1521', '2483'],
  guidance: {
    why: 'The listener tells a stranger which databases there are before any login, and default accounts (SYSTEM, DBSNMP, SCOTT) are tried on each of them. On an old listener, TNS poisoning even redirects the sessions of genuine users to the attacker.',
    change:
      'Change the source of the Oracle rule (TCP 1521 or 2483) from Anywhere to the security group of the application, or delete the rule.',
    alternative: (target) => `# the application's servers, by their group
${allowGroup(target, '1521', '<sg-of-the-application>')}

# people: a tunnel, then sqlplus user@//127.0.0.1:11521/<service>
${tunnel(target, '1521', '<database-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'oracle',
        port: '1521',
        from: 'application_security_group_id',
        description: 'Oracle from the application',
      }),
    before:
      'The listener log (listener.log, or its alert log in CloudWatch Logs for RDS) names host and program of each connection; read a whole month-end, when ERP and reporting jobs run. Database links from other sites and Data Guard use the same port.',
    links: [
      {
        title: 'Connecting to your Oracle DB instance',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToOracleInstance.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
