import * as sqs from '@aws-sdk/client-sqs';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { here } from './regional';

export const sqsService: Service = {
  name: 'sqs',
  global: false,
  protocol: jsonProtocol('1.0'),
  dialect: jsonDialect,
  known: knownOperations({ ...sqs }),
  operations: [
    operation(sqs.ListQueues$, listQueues),
    operation(sqs.GetQueueAttributes$, getQueueAttributes),
  ],
};

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
function listQueues(input: sqs.ListQueuesRequest, call: Call): sqs.ListQueuesResult {
  const names = Object.keys(here(call).queues).filter((name) => name.startsWith(input.QueueNamePrefix ?? ''));
  const { items, next } = paginate(
    names,
    { limit: input.MaxResults, token: input.NextToken, max: 1000, tokenName: 'NextToken' },
    call,
  );
  if (items.length === 0) return {};
  return {
    QueueUrls: items.map((name) => `https://sqs.${call.region}.amazonaws.com/${call.account.id}/${name}`),
    NextToken: next,
  };
}

function getQueueAttributes(input: sqs.GetQueueAttributesRequest, call: Call): sqs.GetQueueAttributesResult {
  const name = input.QueueUrl?.split('/').at(-1) ?? '';
  const queue = here(call).queues[name];
  if (queue === undefined) {
    throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', 400, 'The specified queue does not exist.', {
      headers: { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
    });
  }
  const all = {
    QueueArn: `arn:aws:sqs:${call.region}:${call.account.id}:${name}`,
    VisibilityTimeout: '30',
    ...(queue.policy === null ? {} : { Policy: policyText(queue.policy) ?? '' }),
  };
  const asked = new Set<string>(input.AttributeNames ?? []);
  const shown = Object.entries(all).filter(([attribute]) => asked.has('All') || asked.has(attribute));
  return shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) };
}
