import { defineOpenPortRule, RULES_FOR_USE_CASES } from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-ftp',
  title: 'No security group opens FTP to the internet',
  ports: ['20', '21'],
  references: { fsbp: ['EC2.19'] },
  guidance: {
    why: 'FTP sends user names, passwords and files as plain text, readable for everyone on the way. Public FTP servers are tried for anonymous and guessed logins without pause, and a writable folder soon serves malware in your name.',
    change:
      'Delete the rules for TCP 20 and 21 with the passive port range that goes with them, or change their source from Anywhere to the range of the partner.',
    alternative: (target) => `# SFTP without a server of your own
aws transfer create-server --region ${target.region} --protocols SFTP --identity-provider-type SERVICE_MANAGED

# until the partner has moved: its range alone, here 203.0.113.0/24
aws ec2 authorize-security-group-ingress --group-id ${target.resourceId} --region ${target.region} --protocol tcp --port 21 --cidr 203.0.113.0/24`,
    terraform: ({ resourceId }) => `# SFTP in place of the FTP server behind ${resourceId}
resource "aws_transfer_server" "sftp" {
  protocols              = ["SFTP"]
  identity_provider_type = "SERVICE_MANAGED"
}`,
    before:
      "The server's transfer log (xferlog) names users and addresses: printers, tills and partners that send files at night are easily missed. Give each an SFTP account and see one transfer arrive before closing FTP, and change the passwords that went over it.",
    links: [
      {
        title: 'Create an SFTP-enabled server (AWS Transfer Family)',
        url: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-sftp.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
