import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A domain as DescribeDomains tells of it. */
export interface OpenSearchDomain extends Resource {
  engineVersion: string;
  /** Null for a domain with a public endpoint. */
  vpcId: string | null;
  /** Null when it has none. Throws an UnreadableError for what is no policy. */
  accessPolicy(): Promise<PolicyDocument | null>;
  fineGrainedAccess: boolean;
}

export const openSearchDomain = resourceType<OpenSearchDomain>({
  key: 'opensearch-domain',
  type: 'AWS::OpenSearchService::Domain',
  label: 'OpenSearch domain',
  scope: 'regional',
  consolePage: ({ id, region }) => `/aos/home?region=${region}#opensearch/domains/${id}`,
});
