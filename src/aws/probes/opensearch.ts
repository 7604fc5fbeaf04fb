import { DescribeDomainsCommand, ListDomainNamesCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function openSearchProbes(session: AwsSession): [string, Probe][] {
  const openSearch = session.clients.regional('es', OpenSearchClient);
  const first = session.question(async () => {
    const { DomainNames } = await openSearch.send(new ListDomainNamesCommand({}));
    return DomainNames?.[0]?.DomainName;
  });
  return [
    ['es:ListDomainNames', first],
    [
      'es:DescribeDomains',
      ofFirst(first, 'domains', (name) =>
        openSearch.send(new DescribeDomainsCommand({ DomainNames: [name] })),
      ),
    ],
  ];
}
