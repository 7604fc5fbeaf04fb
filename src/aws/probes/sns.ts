import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function snsProbes(session: AwsSession): [string, Probe][] {
  const sns = session.clients.regional('sns', SNSClient);
  const first = session.question(async () => {
    const { Topics } = await sns.send(new ListTopicsCommand({}));
    return Topics?.[0]?.TopicArn;
  });
  return [
    ['sns:ListTopics', first],
    [
      'sns:GetTopicAttributes',
      ofFirst(first, 'topics', (TopicArn) => sns.send(new GetTopicAttributesCommand({ TopicArn }))),
    ],
  ];
}
