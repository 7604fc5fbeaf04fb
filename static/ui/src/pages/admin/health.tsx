import DynamicTable from '@atlaskit/dynamic-table';
import Lozenge from '@atlaskit/lozenge';
import { Stack, Text } from '@atlaskit/primitives';
import { useQuery } from '@tanstack/react-query';
import type { HealthAccount } from '../../../../../src/contract/health';
import { adminPageApi } from '../../api';
import { AccountName } from '../../components/account-name';
import { ErrorMessage } from '../../components/error-message';
import { Loading } from '../../components/loading';
import { PageSection } from '../../components/page-section';
import { UnreadTable } from '../../components/unread-table';
import { formatDateTime, formatRelative } from '../../time';
import { Load, LogLevelChoice, Tickets } from './health-figures';
import { HealthVerdict } from './health-verdict';
import { counted } from './health-words';
import { Quotas } from './quotas';

const HEAD = {
  cells: [
    { key: 'account', content: 'Account', isSortable: true, width: 34 },
    { key: 'state', content: 'Scans', isSortable: true, width: 16 },
    { key: 'scan', content: 'Last scan', isSortable: true, width: 34 },
    { key: 'unread', content: 'Unread', isSortable: true, width: 16 },
  ],
};

const STATES = {
  off: <Lozenge>off</Lozenge>,
  late: <Lozenge appearance="removed">late</Lozenge>,
  'not-yet': <Lozenge appearance="moved">not yet scanned</Lozenge>,
  partly: <Lozenge appearance="moved">in part</Lozenge>,
  hourly: <Lozenge appearance="success">hourly</Lozenge>,
} as const;

/** The scope that was read the longest ago, and what never was. */
function lastScanOf({ oldestScanAt, scopesNeverRead, regionsListed }: HealthAccount, now: number): string {
  return [
    oldestScanAt === null ? 'never' : `${formatDateTime(oldestScanAt)}, ${formatRelative(oldestScanAt, now)}`,
    oldestScanAt === null || scopesNeverRead === 0 ? null : `${counted(scopesNeverRead, 'scope')} never read`,
    regionsListed ? null : 'regions could not be listed',
  ]
    .filter((part) => part !== null)
    .join('; ');
}

function cells(account: HealthAccount, now: number) {
  return {
    key: account.id,
    cells: [
      {
        key: account.name,
        content: <AccountName name={account.name} id={account.id} />,
      },
      { key: account.state, content: STATES[account.state] },
      { key: account.oldestScanAt ?? 0, content: lastScanOf(account, now) },
      { key: account.unreadOperations, content: account.unreadOperations },
    ],
  };
}

/** Whether the scans come, what they could not read or judge, and whether Jira was told; the worst first. */
export function Health() {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => adminPageApi('getHealth', {}),
    refetchInterval: 30_000,
  });
  // The table below asks the same question; one answer serves both.
  const unread = useQuery({ queryKey: ['unread'], queryFn: () => adminPageApi('listUnread', {}) });
  if (health.isPending || unread.isPending) return <Loading label="Loading health" />;
  if (health.isError) return <ErrorMessage error={health.error} retry={() => void health.refetch()} />;
  if (unread.isError) return <ErrorMessage error={unread.error} retry={() => void unread.refetch()} />;
  const { accounts, now } = health.data;
  return (
    <Stack space="space.300">
      <HealthVerdict health={health.data} unread={unread.data} />
      <Tickets tickets={health.data.tickets} now={now} />
      {accounts.length > 0 && (
        <>
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
        </>
      )}
      <Load health={health.data} />
      <Quotas quotas={health.data.quotas} />
      <LogLevelChoice level={health.data.logLevel} />
    </Stack>
  );
}
