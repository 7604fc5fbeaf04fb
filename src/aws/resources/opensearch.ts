import {
  DescribeDomainsCommand,
  type DomainStatus,
  ListDomainNamesCommand,
  OpenSearchClient,
} from '@aws-sdk/client-opensearch';
import { chunksOf } from '../../domain/chunks';
import { type OpenSearchDomain, openSearchDomain } from '../../rules/opensearch/resources';
import { joinListings, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

/** DescribeDomains takes no more names in one call. */
const NAMES_PER_CALL = 5;

export function openSearchReaders(session: AwsSession): Readers {
  const { region } = session;
  const openSearch = session.clients.regional('es', OpenSearchClient);
  const domains = new Source('es:DescribeDomains', region);

  const toDomain = (status: DomainStatus): OpenSearchDomain | null => {
    const name = domains.required(status.DomainName, 'DomainName');
    if (status.Deleted === true) return null;
    return {
      id: name,
      arn: domains.required(status.ARN, `ARN of ${name}`),
      region,
      name,
      engineVersion: status.EngineVersion ?? '',
      vpcId: status.VPCOptions?.VPCId ?? null,
      get fineGrainedAccess() {
        return domains.required(
          status.AdvancedSecurityOptions?.Enabled,
          `AdvancedSecurityOptions of ${name}`,
        );
      },
      // Empty for a domain without a policy.
      accessPolicy: async () =>
        domains.required(status.AccessPolicies, `AccessPolicies of ${name}`) === ''
          ? null
          : parsePolicy(status.AccessPolicies, domains, name),
    };
  };

  const describe = (DomainNames: string[]) =>
    readListing(
      {
        source: domains,
        page: () => openSearch.send(new DescribeDomainsCommand({ DomainNames })),
        items: (page) => page.DomainStatusList,
        next: () => undefined,
      },
      toDomain,
    );

  return {
    [openSearchDomain.key]: async () => {
      const names: string[] = [];
      const list = new Source('es:ListDomainNames', region);
      const listed = await readListing(
        {
          source: list,
          page: () => openSearch.send(new ListDomainNamesCommand({})),
          items: (page) => page.DomainNames,
          next: () => undefined,
        },
        ({ DomainName }) => {
          names.push(list.required(DomainName, 'DomainName'));
          return null;
        },
      );
      const described = [...chunksOf(names, NAMES_PER_CALL)].map(describe);
      return joinListings([listed, ...(await Promise.all(described))]);
    },
  };
}
