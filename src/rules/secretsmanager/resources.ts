import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A secret as ListSecrets lists it, which says all of its use but never what it holds. Times in ms since 1970. */
export interface Secret extends Resource {
  /** The AWS service that made the secret and looks after it; null for one of the account's own. */
  owningService: string | null;
  rotationEnabled: boolean;
  /** Null where it never was rotated. */
  lastRotatedAt: number | null;
  /** The day (UTC) on which it was last read; null where it never was. */
  lastAccessedAt: number | null;
  createdAt: number;
  /** Null when it has none. */
  policy(): Promise<PolicyDocument | null>;
}

export const secret = resourceType<Secret>({
  key: 'secretsmanager-secret',
  type: 'AWS::SecretsManager::Secret',
  label: 'Secret',
  scope: 'regional',
  consolePage: ({ id, region }) => `/secretsmanager/secret?name=${id}&region=${region}`,
});
