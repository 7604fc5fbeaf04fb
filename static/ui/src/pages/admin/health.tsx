import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import Heading from '@atlaskit/heading';
import Lozenge from '@atlaskit/lozenge';
import { Stack, Text } from '@atlaskit/primitives';
import type { AccountView } from '../../../../../src/contract/admin-page';
import { LATE_MS } from '../../../../../src/contract/health';
import { adminPageApi } from '../../api';
import { ForeignText } from '../../components/foreign-text';
import { UnreadTable } from '../../components/unread-table';
import { formatDateTime } from '../../time';
import { HealthFigures } from './health-figures';

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
  if (now - account.lastScanAt > LATE_MS) return <Lozenge appearance="removed">late</Lozenge>;
  return <Lozenge appearance="success">hourly</Lozenge>;
}

function cells(account: AccountView, now: number) {
  const { lastScanAt } = account;
  return {
    key: account.id,
    cells: [
      {
        key: account.name,
        content: (
          <Stack space="space.025">
            <Text>
              <ForeignText text={account.name} />
            </Text>
            <Text size="small" color="color.text.subtle">
              {account.id}
            </Text>
          </Stack>
        ),
      },
      { key: lastScanAt ?? 0, content: <State account={account} now={now} /> },
      {
        key: lastScanAt ?? 0,
        content: lastScanAt === null ? 'never' : `${formatDateTime(lastScanAt)}, ${ageOf(now - lastScanAt)}`,
      },
      { key: account.unreadOperations, content: account.unreadOperations },
    ],
  };
}

function ageOf(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 2) return 'just now';
  return minutes < 120 ? `${minutes} minutes ago` : `${Math.floor(minutes / 60)} hours ago`;
}

/** Whether the scans come, and what they could not read or judge. */
export function Health({ accounts }: { accounts: AccountView[] }) {
  if (accounts.length === 0) {
    return (
      <EmptyState
        header="No account is connected"
        description="Connect one under Accounts; its scans show here."
        headingSize="xsmall"
      />
    );
  }
  return (
    <Stack space="space.300">
      <HealthFigures />
      <Stack space="space.100">
        <Heading size="small" as="h2">
          Scans
        </Heading>
        <div className="table-scroll">
          <DynamicTable
            label="Last scan of each account"
            head={HEAD}
            rows={accounts.map((account) => cells(account, Date.now()))}
            rowsPerPage={25}
            defaultSortKey="scan"
            defaultSortOrder="ASC"
          />
        </div>
      </Stack>
      <Stack space="space.100">
        <Heading size="small" as="h2">
          Could not be read or judged
        </Heading>
        <Text>
          What depends on these operations is unknown: it neither passes nor closes an issue. An operation
          that starts with “rule:” is a rule that met something it does not understand; please report it.
        </Text>
        <UnreadTable list={() => adminPageApi('listUnread', {})} />
      </Stack>
    </Stack>
  );
}
