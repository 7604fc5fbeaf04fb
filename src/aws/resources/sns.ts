import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient, type Topic } from '@aws-sdk/client-sns';
import { type SnsTopic, snsTopic } from '../../rules/sns/resources';
import { whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

export function snsReaders(session: AwsSession): Readers {
  const { region } = session;
  const sns = session.clients.regional('sns', SNSClient);
  const topics = new Source('sns:ListTopics', region);

  const toTopic = (topic: Topic): SnsTopic => {
    const TopicArn = topics.required(topic.TopicArn, 'TopicArn');
    const name = TopicArn.split(':').at(-1) ?? TopicArn;
    return {
      id: name,
      arn: TopicArn,
      region,
      name,
      policy: session.question(async () => {
        const source = new Source('sns:GetTopicAttributes', region);
        const { Attributes } = await whileItExists(sns.send(new GetTopicAttributesCommand({ TopicArn })), [
          'NotFound',
          'NotFoundException',
        ]);
        return parsePolicy(Attributes?.['Policy'], source, name);
      }),
    };
  };

  return {
    [snsTopic.key]: () =>
      readListing(
        {
          source: topics,
          page: (NextToken) => sns.send(new ListTopicsCommand({ NextToken })),
          items: (page) => page.Topics,
          next: (page) => page.NextToken,
        },
        toTopic,
      ),
  };
}
