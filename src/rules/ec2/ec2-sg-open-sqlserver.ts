import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
  tunnel,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-sqlserver',
  title: 'No security group opens SQL Server to the internet',
  ports: ['1433', '1434'],
  // The browser service, which tells the port of each instance, listens on UDP 1434.
  protocols: (port) => (port === '1434' ? ['tcp', 'udp'] : ['tcp']),
  references: { fsbp: ['EC2.19'] },
  guidance: {
    why: 'The sa login is guessed around the clock on every public SQL Server, and xp_cmdshell turns one right guess into a Windows shell inside the VPC. UDP 1434 adds a list of all instances with their ports and versions, and answers forged senders with more than they asked.',
    change:
      'Change the source of the SQL Server rules (TCP 1433, TCP and UDP 1434) from Anywhere to the security group of the application, or delete them.',
    alternative: (target) => `# the application's servers, by their group
${allowGroup(target, '1433', '<sg-of-the-application>')}

# people: a tunnel, then connect Management Studio to 127.0.0.1,11433
${tunnel(target, '1433', '<database-host>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'sqlserver',
        port: '1433',
        from: 'application_security_group_id',
        description: 'SQL Server from the application',
      }),
    before:
      'SELECT client_net_address, login_name, program_name FROM sys.dm_exec_connections c JOIN sys.dm_exec_sessions s ON c.session_id = s.session_id shows who is connected: look for linked servers and reporting from another site. Clients that name an instance (HOST\\NAME) ask UDP 1434 for its port; let them name the port instead.',
    links: [
      {
        title: 'Connecting to your Microsoft SQL Server DB instance',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToMicrosoftSQLServerInstance.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
