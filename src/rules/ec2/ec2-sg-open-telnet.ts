import { defineOpenPortRule, RULES_FOR_USE_CASES } from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-telnet',
  title: 'No security group opens Telnet to the internet',
  ports: ['23'],
  references: { fsbp: ['EC2.19'] },
  guidance: {
    why: 'Telnet carries the password and everything typed after it in plain text. Mirai and its descendants do nothing but try default passwords on port 23, so an appliance with a factory login joins a botnet within the hour.',
    change: 'Delete the rule for TCP 23.',
    alternative: ({ region }) => `# a shell without any open port
aws ssm start-session --region ${region} --target <instance-id>

# on the instance, so that nothing listens any more
sudo systemctl disable --now telnet.socket`,
    terraform: ({
      resourceId,
    }) => `# remove the rule for port 23 from ${resourceId}; the instance's role gets Session Manager in its place
resource "aws_iam_role_policy_attachment" "session_manager" {
  role       = var.instance_role_name
  policy_arn = data.aws_iam_policy.session_manager.arn
}

data "aws_iam_policy" "session_manager" {
  name = "AmazonSSMManagedInstanceCore"
}`,
    before:
      'Network appliances, mainframe gateways (TN3270) and old monitoring scripts may know nothing but Telnet: VPC flow logs with destination port 23 show whether anybody is let in. Put those behind the VPN, and change every password that was typed over the open port.',
    links: [
      {
        title: 'AWS Systems Manager Session Manager',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
