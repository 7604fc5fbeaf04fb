import { type Resource, resourceType } from '../define';

/** IAM Access Analyzer in a region. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface AccessAnalyzerRegion extends Resource {
  analyzers(): Promise<{ name: string; type: string; status: string; statusReason: string | null }[]>;
}

export const accessAnalyzerRegion = resourceType<AccessAnalyzerRegion>({
  key: 'accessanalyzer-region',
  type: 'AWS::AccessAnalyzer::Analyzer',
  label: 'IAM Access Analyzer in the region',
  scope: 'regional',
  consolePage: ({ region }) => `/access-analyzer/home?region=${region}#/settings`,
});
