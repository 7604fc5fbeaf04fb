import EmptyState from '@atlaskit/empty-state';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Stack, Text } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type {
  FindingDetail,
  FindingFilters,
  FindingRow,
  FindingsPage,
  FindingsQuery,
  FindingsSummary,
} from '../../../../src/contract/findings';
import { useInAddress } from '../address';
import { FINDINGS_IN_ADDRESS } from '../filters-in-address';
import { retryFailed } from '../retry-failed';
import { ErrorMessage } from './error-message';
import { FindingDialog } from './finding-dialog';
import { FindingsFilters } from './findings-filters';
import { FindingsTable } from './findings-table';
import { Loading } from './loading';
import { Notices } from './notices';
import { SummaryCards } from './summary-cards';

/** Where the findings come from: the project page and the global page ask different resolvers the same questions. */
export interface FindingsSource {
  getSummary(): Promise<FindingsSummary>;
  getFilters(): Promise<FindingFilters>;
  listFindings(query: FindingsQuery): Promise<FindingsPage>;
  getFinding(findingId: string): Promise<FindingDetail>;
}

const NO_FILTERS: FindingFilters = { accounts: [], regions: [], rules: [] };
const REFRESH_EVERY_MS = 30_000;

/** Counts, filters and the table of findings, with the detail a click away. */
export function FindingsExplorer({ source, showAccount }: { source: FindingsSource; showAccount: boolean }) {
  const [query, setQuery] = useInAddress('findings', FINDINGS_IN_ADDRESS);
  const search = query.search ?? '';
  const [opened, setOpened] = useState<FindingRow | null>(null);
  const asked = useDeferredValue(query);

  const summary = useQuery({
    queryKey: ['summary'],
    queryFn: source.getSummary,
    refetchInterval: REFRESH_EVERY_MS,
  });
  const filters = useQuery({ queryKey: ['filters'], queryFn: source.getFilters });
  const findings = useQuery({
    queryKey: ['findings', asked],
    queryFn: () => source.listFindings(asked),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_EVERY_MS,
  });

  const change = (difference: Partial<FindingsQuery>) => setQuery({ ...query, page: 1, ...difference });

  const retry = () => retryFailed([summary, filters, findings]);

  if (summary.isPending || findings.isPending) return <Loading label="Loading findings" />;
  if (summary.isError) return <ErrorMessage error={summary.error} retry={retry} />;
  return (
    <Stack space="space.200">
      <Notices notices={summary.data.notices} />
      <SummaryCards summary={summary.data} />
      {filters.isError && (
        <ErrorMessage
          error={filters.error}
          title="Accounts, regions and rules to filter by could not be loaded"
          retry={retry}
        />
      )}
      <FindingsFilters
        query={query}
        filters={filters.data ?? NO_FILTERS}
        search={search}
        onSearch={(text) => change({ search: text === '' ? undefined : text })}
        onChange={change}
        showAccounts={showAccount}
      />
      {findings.data?.note && (
        <SectionMessage appearance="information">
          <Text>{findings.data.note}</Text>
        </SectionMessage>
      )}
      {findings.isError ? (
        <ErrorMessage error={findings.error} retry={retry} />
      ) : findings.data.total === 0 ? (
        <EmptyState
          header="No findings match"
          description={
            summary.data.open + summary.data.unknown === 0
              ? 'Nothing is open here. What could not be read would be listed as unknown.'
              : 'Change or clear the filters to see more.'
          }
          headingSize="xsmall"
        />
      ) : (
        <FindingsTable
          page={findings.data}
          query={query}
          isLoading={findings.isPlaceholderData}
          showAccount={showAccount}
          onChange={change}
          onOpen={setOpened}
        />
      )}
      <ModalTransition>
        {opened !== null && (
          <FindingDialog finding={opened} load={source.getFinding} onClose={() => setOpened(null)} />
        )}
      </ModalTransition>
    </Stack>
  );
}
