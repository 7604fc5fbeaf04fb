import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function sqsProbes(session: AwsSession): [string, Probe][] {
  const sqs = session.clients.regional('sqs', SQSClient);
  const first = session.question(async () => {
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ MaxResults: 1 }));
    return QueueUrls?.[0];
  });
  return [
    ['sqs:ListQueues', first],
    [
      'sqs:GetQueueAttributes',
      ofFirst(first, 'queues', (QueueUrl) =>
        sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] })),
      ),
    ],
  ];
}
