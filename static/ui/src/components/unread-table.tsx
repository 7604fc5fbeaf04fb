import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import Lozenge from '@atlaskit/lozenge';
import { Stack, Text } from '@atlaskit/primitives';
import { useQuery } from '@tanstack/react-query';
import type { UnreadRow } from '../../../../src/contract/unread';
import { formatDateTime } from '../time';
import { ErrorMessage } from './error-message';
import { ForeignText } from './foreign-text';
import { Loading } from './loading';

const HEAD = {
  cells: [
    { key: 'account', content: 'Account', isSortable: true, width: 14 },
    { key: 'region', content: 'Region', isSortable: true, width: 10 },
    { key: 'operation', content: 'Operation', isSortable: true, width: 18 },
    { key: 'reason', content: 'Reason', isSortable: true, width: 11 },
    { key: 'message', content: 'What happened', width: 38 },
    { key: 'since', content: 'Since', isSortable: true, width: 9 },
  ],
};

function cells(row: UnreadRow) {
  return {
    key: `${row.accountId}/${row.region}/${row.operation}`,
    cells: [
      {
        key: row.accountName,
        content: (
          <Stack space="space.025">
            <Text>
              <ForeignText text={row.accountName} />
            </Text>
            <Text size="small" color="color.text.subtle">
              {row.accountId}
            </Text>
          </Stack>
        ),
      },
      { key: row.region, content: row.region },
      { key: row.operation, content: row.operation },
      {
        key: row.reason,
        content: <Lozenge appearance="discovery">{row.reason.replaceAll('-', ' ')}</Lozenge>,
      },
      {
        key: 'message',
        content: (
          <Text>
            <ForeignText text={row.message} />
          </Text>
        ),
      },
      { key: row.since, content: formatDateTime(row.since) },
    ],
  };
}

/** Which accounts and regions could not be read, and why: what is listed here is unknown, not safe. */
export function UnreadTable({ list }: { list: () => Promise<{ rows: UnreadRow[] }> }) {
  const unread = useQuery({ queryKey: ['unread'], queryFn: list, refetchInterval: 30_000 });
  if (unread.isPending) return <Loading label="Loading what could not be read" />;
  if (unread.isError) return <ErrorMessage error={unread.error} retry={() => void unread.refetch()} />;
  if (unread.data.rows.length === 0) {
    return (
      <EmptyState
        header="Everything was read"
        description="At the last scan no AWS operation was refused, throttled or out of reach, and no rule failed."
        headingSize="xsmall"
      />
    );
  }
  return (
    <div className="table-scroll">
      <DynamicTable
        label="What could not be read"
        head={HEAD}
        rows={unread.data.rows.map(cells)}
        rowsPerPage={25}
        defaultSortKey="account"
        defaultSortOrder="ASC"
      />
    </div>
  );
}
