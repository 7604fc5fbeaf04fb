import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { sqsQueue } from './resources';

export default defineRule({
  id: 'sqs-queue-public',
  title: 'Queue policies admit no anonymous caller',
  service: 'sqs',
  severity: 'high',
  pillar: 'security',
  resource: sqsQueue,
  parameters: z.object({}),
  permissions: ['sqs:ListQueues', 'sqs:GetQueueAttributes'],
  references: { cis: ['7.0:2.21'], fsbp: ['SQS.3'] },
  guidance: {
    why: 'Anybody who knows the address of the queue, which is made of account, region and name, can do what the statement allows: read messages before your consumer does, delete them, or feed it orders of their own. Whatever reads the queue usually trusts what it finds there.',
    console: [
      'Open the SQS console in the region of the queue, choose Queues and the queue.',
      'Choose Edit and scroll to "Access policy".',
      'In the statement named in the evidence replace the principal "*" by the accounts or roles that need it.',
      'Where an AWS service sends to the queue, name the service as principal and add a condition on aws:SourceArn, then choose Save.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `QUEUE=$(aws sqs get-queue-url --queue-name ${resourceId} --region ${region} --query QueueUrl --output text)
aws sqs get-queue-attributes --queue-url "$QUEUE" --region ${region} --attribute-names Policy

# policy.json: the policy with named principals in place of "*"
aws sqs set-queue-attributes --queue-url "$QUEUE" --region ${region} \\
  --attributes "$(jq -n --rawfile p policy.json '{Policy: $p}')"`,
    terraform: ({ resourceId, resourceArn }) => `resource "aws_sqs_queue_policy" "queue" {
  queue_url = aws_sqs_queue.queue.id # ${resourceId}
  policy    = data.aws_iam_policy_document.queue.json
}

data "aws_iam_policy_document" "queue" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["${resourceArn}"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${partitionOf(resourceArn)}:iam::${accountOf(resourceArn)}:role/producer"]
    }
  }
}`,
    before:
      'CloudTrail does not record who sends and receives unless data events are on, so ask the owners of producers and consumers, and look at the queue in CloudWatch (NumberOfMessagesSent) after the change. Principals of the same account need no statement when their own role allows it.',
    links: [
      {
        title: 'Overview of managing access in Amazon SQS',
        url: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-overview-of-managing-access.html',
      },
      {
        title: 'Amazon SQS security best practices',
        url: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
      },
    ],
  },
  judge: async (queue) => judgePublicPolicy(await queue.policy(), 'queue'),
});
