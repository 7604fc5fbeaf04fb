import { withPolicies } from './policies';
import { wireTable } from './wire';

const queues = withPolicies('sqs:SendMessage');
wireTable('sqs-queue-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: { queues: { ...queues.resources, 'no-policy': {} } },
      is: { ...queues.is, 'no-policy': ['pass', 'no policy'] },
      evidence: { anybody: { statements: [{ Principal: '*', Action: 'sqs:SendMessage' }] } },
    },
  ],
});

const topics = withPolicies('SNS:Subscribe');
wireTable('sns-topic-public', {
  cases: [
    {
      name: 'every kind of policy',
      region: { topics: { ...topics.resources, 'as-sns-made-it': {} } },
      is: { ...topics.is, 'as-sns-made-it': 'pass' },
      evidence: { anybody: { statements: [{ Principal: '*', Action: 'SNS:Subscribe' }] } },
    },
  ],
});
