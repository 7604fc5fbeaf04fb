import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { type AccessAnalyzerRegion, accessAnalyzerRegion } from '../../rules/accessanalyzer/resources';
import { readAll } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

export function accessAnalyzerReaders(session: AwsSession): Readers {
  const { region } = session;
  const accessAnalyzer = session.clients.regional('access-analyzer', AccessAnalyzerClient);

  const settings: AccessAnalyzerRegion = {
    id: session.accountId,
    arn: session.rootArn,
    region,
    analyzers: session.question(async () => {
      const source = new Source('access-analyzer:ListAnalyzers', region);
      const analyzers = await readAll({
        source,
        page: (nextToken) => accessAnalyzer.send(new ListAnalyzersCommand({ maxResults: 100, nextToken })),
        items: (page) => page.analyzers,
        next: (page) => page.nextToken,
      });
      return analyzers.map(({ name, type, status, statusReason }) => ({
        name: source.required(name, 'name'),
        type: source.required(type, 'type'),
        status: source.required(status, 'status'),
        statusReason: statusReason?.code ?? null,
      }));
    }),
  };
  return { [accessAnalyzerRegion.key]: async () => ({ resources: [settings], failures: [] }) };
}
