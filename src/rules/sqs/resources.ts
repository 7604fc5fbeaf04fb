import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A queue. */
export interface SqsQueue extends Resource {
  /** Null when it has none. */
  policy(): Promise<PolicyDocument | null>;
}

export const sqsQueue = resourceType<SqsQueue>({
  key: 'sqs-queue',
  type: 'AWS::SQS::Queue',
  label: 'SQS queue',
  scope: 'regional',
  consolePage: ({ region }) => `/sqs/v3/home?region=${region}#/queues`,
});
