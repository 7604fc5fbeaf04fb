import * as sns from '@aws-sdk/client-sns';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { here } from './regional';

const PAGE = 100;

export const snsService: Service = {
  name: 'sns',
  global: false,
  protocol: queryProtocol('http://sns.amazonaws.com/doc/2010-03-31/'),
  dialect: queryDialect,
  known: knownOperations({ ...sns }),
  operations: [
    operation(sns.ListTopics$, listTopics),
    operation(sns.GetTopicAttributes$, getTopicAttributes),
  ],
};

const arnOf = (call: Call, name: string) => `arn:aws:sns:${call.region}:${call.account.id}:${name}`;

function listTopics(input: sns.ListTopicsInput, call: Call): sns.ListTopicsResponse {
  const { items, next } = paginate(
    Object.keys(here(call).topics),
    { limit: PAGE, token: input.NextToken, max: PAGE, tokenName: 'NextToken' },
    call,
  );
  return { Topics: items.map((name) => ({ TopicArn: arnOf(call, name) })), NextToken: next };
}

function getTopicAttributes(input: sns.GetTopicAttributesInput, call: Call): sns.GetTopicAttributesResponse {
  const name = input.TopicArn?.split(':').at(-1) ?? '';
  const topic = here(call).topics[name];
  if (topic === undefined || input.TopicArn !== arnOf(call, name))
    throw new AwsError('NotFound', 404, 'Topic does not exist');
  return {
    Attributes: {
      TopicArn: arnOf(call, name),
      Owner: call.account.id,
      Policy: policyText(topic.policy ?? [defaultStatement(call, name)]) ?? '',
      SubscriptionsConfirmed: '1',
    },
  };
}

/** Source: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function defaultStatement(call: Call, name: string) {
  return {
    Sid: '__default_statement_ID',
    Effect: 'Allow' as const,
    Principal: { AWS: '*' },
    Action: ['SNS:GetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
    Resource: arnOf(call, name),
    Condition: { StringEquals: { 'AWS:SourceOwner': call.account.id } },
  };
}
