import { z } from 'zod';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { snsTopic } from './resources';

export default defineRule({
  id: 'sns-topic-public',
  title: 'Topic policies admit no anonymous caller',
  service: 'sns',
  severity: 'high',
  pillar: 'security',
  resource: snsTopic,
  parameters: z.object({}),
  permissions: ['sns:ListTopics', 'sns:GetTopicAttributes'],
  references: { cis: ['7.0:2.21'], fsbp: ['SNS.4'] },
  guidance: {
    why: 'Anybody with an AWS account can do what the statement allows: subscribe their own endpoint and read every notification, or publish notices that your subscribers take for yours. Topics often carry alarms, customer data and the triggers of automation.',
    console: [
      'Open the SNS console in the region of the topic, choose Topics and the topic.',
      'Choose Edit and open "Access policy".',
      'In the statement named in the evidence replace the principal "*" by accounts, or add a condition StringEquals on aws:SourceOwner or aws:PrincipalOrgID.',
      'Choose "Save changes", then look under Subscriptions for endpoints that nobody knows.',
    ],
    cli: ({ resourceId, resourceArn, region }) => `# ${resourceId}
aws sns get-topic-attributes --topic-arn ${resourceArn} --region ${region} --query Attributes.Policy --output text
aws sns list-subscriptions-by-topic --topic-arn ${resourceArn} --region ${region}

# policy.json: the policy with accounts or a condition in place of "*"
aws sns set-topic-attributes --topic-arn ${resourceArn} --region ${region} \\
  --attribute-name Policy --attribute-value file://policy.json`,
    terraform: ({ resourceId, resourceArn }) => `resource "aws_sns_topic_policy" "topic" {
  arn    = "${resourceArn}"
  policy = data.aws_iam_policy_document.topic.json
}

data "aws_iam_policy_document" "topic" { # ${resourceId}
  statement {
    actions   = ["sns:Publish", "sns:Subscribe"]
    resources = ["${resourceArn}"]
    principals {
      type        = "AWS"
      identifiers = ["${accountOf(resourceArn)}"]
    }
  }
}`,
    before:
      'AWS services that publish to the topic (S3, CloudWatch, EventBridge, Budgets) need a statement with their service principal and aws:SourceArn or aws:SourceAccount, so write those first. Subscriptions that exist stay when the policy narrows: remove the strangers among them yourself.',
    links: [
      {
        title: 'Example cases for Amazon SNS access control',
        url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html',
      },
      {
        title: 'Amazon SNS security best practices',
        url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
      },
    ],
  },
  judge: async (topic) => judgePublicPolicy(await topic.policy(), 'topic'),
});
