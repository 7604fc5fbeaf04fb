import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { accessAnalyzerRegion } from './resources';

/** Analyzers of external access; those of unused or internal access answer other questions. */
const EXTERNAL_ACCESS = new Set(['ACCOUNT', 'ORGANIZATION']);

export default defineRule({
  id: 'accessanalyzer-enabled',
  title: 'External access analyzer is active in each region',
  service: 'accessanalyzer',
  severity: 'medium',
  pillar: 'security',
  resource: accessAnalyzerRegion,
  parameters: z.object({}),
  permissions: ['access-analyzer:ListAnalyzers'],
  references: { cis: ['7.0:2.18', '6.0:2.19', '5.0:1.19'] },
  guidance: {
    why: 'Access Analyzer proves from the policies themselves which buckets, roles, keys, queues and secrets somebody outside the account can reach, the ones that nobody remembers sharing included. It works region by region, so a region without an analyzer is one in which sharing goes unseen.',
    console: [
      'Open the IAM console, choose "Access analyzer", then "Analyzer settings", and choose the region.',
      'Choose "Create analyzer" and, as type of findings, "Resource analysis - External access".',
      'Choose this account as zone of trust, or the organisation where this is its delegated administrator.',
      'Choose "Create analyzer".',
    ],
    cli: ({ region }) => `aws accessanalyzer list-analyzers --region ${region} \\
  --query 'analyzers[].[name,type,status]' --output table

aws accessanalyzer create-analyzer --analyzer-name external-access --type ACCOUNT --region ${region}`,
    terraform: ({ region }) => `# in the provider of ${region}
resource "aws_accessanalyzer_analyzer" "external_access" {
  analyzer_name = "external-access"
  type          = "ACCOUNT"
}`,
    before:
      'Analysing external access costs nothing and changes nothing; the first findings come within half an hour and list what is shared on purpose too, so plan an hour to archive those with rules. An account has one external access analyzer of each type per region.',
    links: [
      {
        title: 'Using AWS Identity and Access Management Access Analyzer',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html',
      },
      {
        title: 'Getting started with IAM Access Analyzer',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html',
      },
    ],
  },
  async judge(region) {
    const analyzers = await region.analyzers();
    const external = analyzers.filter(({ type }) => EXTERNAL_ACCESS.has(type));
    const active = external.find(({ status }) => status === 'ACTIVE');
    if (active !== undefined) return pass(`The analyzer ${active.name} is active in ${region.region}`);
    const message =
      external.length === 0
        ? `No analyzer looks for external access in ${region.region}`
        : `The analyzer of external access in ${region.region} is not active`;
    return fail(message, { analyzers: shorten(analyzers) });
  },
});
