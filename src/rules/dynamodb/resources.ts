import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A table. */
export interface DynamoDbTable extends Resource {
  /** Whether point-in-time recovery is on, and for how many days it goes back. */
  pointInTimeRecovery(): Promise<{ enabled: boolean; days: number | null }>;
  /** Null when it has none. */
  policy(): Promise<PolicyDocument | null>;
}

export const dynamoDbTable = resourceType<DynamoDbTable>({
  key: 'dynamodb-table',
  type: 'AWS::DynamoDB::Table',
  label: 'DynamoDB table',
  scope: 'regional',
  consolePage: ({ id, region }) => `/dynamodbv2/home?region=${region}#table?name=${id}`,
});
