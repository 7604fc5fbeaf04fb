import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

export function accessAnalyzerProbes({ clients }: AwsSession): [string, Probe][] {
  const accessAnalyzer = clients.regional('access-analyzer', AccessAnalyzerClient);
  return [
    ['access-analyzer:ListAnalyzers', () => accessAnalyzer.send(new ListAnalyzersCommand({ maxResults: 1 }))],
  ];
}
