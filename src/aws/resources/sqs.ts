import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type SqsQueue, sqsQueue } from '../../rules/sqs/resources';
import { whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

const SQS_PAGE = 1000;
const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

export function sqsReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const sqs = session.clients.regional('sqs', SQSClient);
  const queues = new Source('sqs:ListQueues', region);

  const toQueue = (QueueUrl: string): SqsQueue => {
    const name = queues.required(QueueUrl.split('/').at(-1), 'the name of a queue');
    return {
      id: name,
      arn: `arn:${partition}:sqs:${region}:${accountId}:${name}`,
      region,
      name,
      policy: session.question(async () => {
        const source = new Source('sqs:GetQueueAttributes', region);
        // SQS answers the attributes that are set. The ARN always is, and so tells an answer from none.
        const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'Policy'] });
        const { Attributes } = await whileItExists(sqs.send(command), GONE);
        source.required(Attributes?.QueueArn, `QueueArn of ${name}`);
        const text = Attributes?.Policy;
        return text === undefined || text === '' ? null : parsePolicy(text, source, name);
      }),
    };
  };

  return {
    [sqsQueue.key]: () =>
      readListing(
        {
          source: queues,
          page: (NextToken) => sqs.send(new ListQueuesCommand({ MaxResults: SQS_PAGE, NextToken })),
          // Without a queue SQS leaves the list out.
          items: (page) => page.QueueUrls ?? [],
          next: (page) => page.NextToken,
        },
        toQueue,
      ),
  };
}
