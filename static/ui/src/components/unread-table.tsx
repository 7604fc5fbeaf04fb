import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import Lozenge from '@atlaskit/lozenge';
import { Stack, Text } from '@atlaskit/primitives';
import { useQuery } from '@tanstack/react-query';
import type { UnreadView } from '../../../../src/contract/unread';
import { formatDateTime, formatRelative } from '../time';
import { AccountName } from './account-name';
import { ErrorMessage } from './error-message';
import { ForeignText } from './foreign-text';
import { Loading } from './loading';
import { type UnreadGroup, unreadGroups } from './unread-groups';

const HEAD = {
  cells: [
    { key: 'account', content: 'Account', isSortable: true, width: 12 },
    { key: 'region', content: 'Region', isSortable: true, width: 10 },
    { key: 'operation', content: 'Operation', isSortable: true, width: 22 },
    { key: 'message', content: 'Why', isSortable: true, width: 24 },
    { key: 'remedy', content: 'What to do', width: 22 },
    { key: 'since', content: 'Since', isSortable: true, width: 10 },
  ],
};

/** `ec2:DescribeVolumes`, to be broken after the colon sooner than within a word. */
function Breakable({ name }: { name: string }) {
  const [service, ...rest] = name.split(':');
  return (
    <>
      {service}
      {rest.length > 0 && ':'}
      <wbr />
      {rest.join(':')}
    </>
  );
}

function cells(row: UnreadGroup, now: number) {
  return {
    key: `${row.accountId}/${row.regions.join()}/${row.operation}`,
    cells: [
      {
        key: row.accountName,
        content: <AccountName name={row.accountName} id={row.accountId} />,
      },
      { key: row.regions.join(), content: <Text>{row.regions.join(', ')}</Text> },
      {
        key: row.operation,
        content: (
          <Stack space="space.050">
            <Text>
              <Breakable name={row.operation} />
            </Text>
            {row.permission === null ? null : (
              <Text size="small" color="color.text.subtle">
                Missing permission:{' '}
                <span className="missing-permission">
                  <Breakable name={row.permission} />
                </span>
              </Text>
            )}
          </Stack>
        ),
      },
      {
        key: row.reason,
        content: (
          <Stack space="space.050" alignInline="start">
            <Lozenge appearance="discovery">{row.reason.replaceAll('-', ' ')}</Lozenge>
            <Text size="small">
              <ForeignText text={row.message} />
            </Text>
          </Stack>
        ),
      },
      {
        key: 'remedy',
        content: (
          <Text>
            <ForeignText text={row.remedy} />
          </Text>
        ),
      },
      {
        key: row.since,
        content: (
          <Stack space="space.025">
            <Text>{formatDateTime(row.since)}</Text>
            <Text size="small" color="color.text.subtle">
              {formatRelative(row.since, now)}
            </Text>
          </Stack>
        ),
      },
    ],
  };
}

/** Which accounts and regions could not be read, and why: what is listed here is unknown, not safe. */
export function UnreadTable({
  list,
  now = Date.now(),
}: {
  list: () => Promise<UnreadView>;
  /** Of the server, where it is known. */
  now?: number;
}) {
  const unread = useQuery({ queryKey: ['unread'], queryFn: list, refetchInterval: 30_000 });
  if (unread.isPending) return <Loading label="Loading what could not be read" />;
  if (unread.isError) return <ErrorMessage error={unread.error} retry={() => void unread.refetch()} />;
  const { rows, total } = unread.data;
  if (rows.length === 0) {
    return (
      <EmptyState
        header="Everything was read"
        description="At the last scan no AWS operation was refused, throttled or out of reach, and no rule failed."
        headingSize="xsmall"
      />
    );
  }
  return (
    <Stack space="space.100">
      {total > rows.length && (
        <Text>
          These are the newest {rows.length.toLocaleString('en-US')};{' '}
          {(total - rows.length).toLocaleString('en-US')} more have been unread for longer.
        </Text>
      )}
      <div className="table-scroll">
        <DynamicTable
          label="What could not be read"
          head={HEAD}
          rows={unreadGroups(rows).map((row) => cells(row, now))}
          rowsPerPage={25}
          defaultSortKey="account"
          defaultSortOrder="ASC"
        />
      </div>
    </Stack>
  );
}
