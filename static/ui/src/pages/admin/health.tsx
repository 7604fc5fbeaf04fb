import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import Lozenge from '@atlaskit/lozenge';
import { Stack, Text } from '@atlaskit/primitives';
import { useQuery } from '@tanstack/react-query';
import type { AccountView } from '../../../../../src/contract/admin-page';
import { adminPageApi } from '../../api';
import { AccountName } from '../../components/account-name';
import { ErrorMessage } from '../../components/error-message';
import { Loading } from '../../components/loading';
import { PageSection } from '../../components/page-section';
import { UnreadTable } from '../../components/unread-table';
import { formatDateTime, formatRelative } from '../../time';
import { Load, LogLevelChoice, Tickets } from './health-figures';
import { HealthVerdict, isLate } from './health-verdict';
import { Quotas } from './quotas';

const HEAD = {
  cells: [
    { key: 'account', content: 'Account', isSortable: true, width: 34 },
    { key: 'state', content: 'Scans', isSortable: true, width: 16 },
    { key: 'scan', content: 'Last scan', isSortable: true, width: 34 },
    { key: 'unread', content: 'Unread', isSortable: true, width: 16 },
  ],
};

function State({ account, now }: { account: AccountView; now: number }) {
  if (!account.enabled) return <Lozenge>off</Lozenge>;
  if (account.lastScanAt === null) return <Lozenge appearance="moved">not yet scanned</Lozenge>;
  if (isLate(account, now)) return <Lozenge appearance="removed">late</Lozenge>;
  return <Lozenge appearance="success">hourly</Lozenge>;
}

function cells(account: AccountView, now: number) {
  const { lastScanAt } = account;
  return {
    key: account.id,
    cells: [
      {
        key: account.name,
        content: <AccountName name={account.name} id={account.id} />,
      },
      { key: lastScanAt ?? 0, content: <State account={account} now={now} /> },
      {
        key: lastScanAt ?? 0,
        content:
          lastScanAt === null ? 'never' : `${formatDateTime(lastScanAt)}, ${formatRelative(lastScanAt, now)}`,
      },
      { key: account.unreadOperations, content: account.unreadOperations },
    ],
  };
}

/** Whether the scans come, what they could not read or judge, and whether Jira was told; the worst first. */
export function Health({ accounts }: { accounts: AccountView[] }) {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => adminPageApi('getHealth', {}),
    refetchInterval: 30_000,
  });
  // The table below asks the same question; one answer serves both.
  const unread = useQuery({ queryKey: ['unread'], queryFn: () => adminPageApi('listUnread', {}) });
  if (accounts.length === 0) {
    return (
      <EmptyState
        header="No account is connected"
        description="Connect one under Accounts; its scans show here."
        headingSize="xsmall"
      />
    );
  }
  if (health.isPending || unread.isPending) return <Loading label="Loading health" />;
  if (health.isError) return <ErrorMessage error={health.error} retry={() => void health.refetch()} />;
  if (unread.isError) return <ErrorMessage error={unread.error} retry={() => void unread.refetch()} />;
  const { now } = health.data;
  return (
    <Stack space="space.300">
      <HealthVerdict accounts={accounts} health={health.data} unread={unread.data.rows} now={now} />
      <Tickets tickets={health.data.tickets} now={now} />
      <PageSection title="Could not be read or judged">
        <Text>
          What depends on these operations is unknown: it neither passes nor closes an issue. An operation
          that starts with “rule:” is a rule that met something it does not understand.
        </Text>
        <UnreadTable list={() => adminPageApi('listUnread', {})} now={now} />
      </PageSection>
      <PageSection title="Scans">
        <div className="table-scroll">
          <DynamicTable
            label="Last scan of each account"
            head={HEAD}
            rows={accounts.map((account) => cells(account, now))}
            rowsPerPage={25}
            defaultSortKey="scan"
            defaultSortOrder="ASC"
          />
        </div>
      </PageSection>
      <Load health={health.data} />
      <Quotas quotas={health.data.quotas} />
      <LogLevelChoice level={health.data.logLevel} />
    </Stack>
  );
}
