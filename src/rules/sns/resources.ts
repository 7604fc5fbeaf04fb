import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A topic; every topic has a policy. */
export interface SnsTopic extends Resource {
  policy(): Promise<PolicyDocument>;
}

export const snsTopic = resourceType<SnsTopic>({
  key: 'sns-topic',
  type: 'AWS::SNS::Topic',
  label: 'SNS topic',
  scope: 'regional',
  consolePage: ({ arn, region }) => `/sns/v3/home?region=${region}#/topic/${arn}`,
});
