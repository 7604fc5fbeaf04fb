import Button from '@atlaskit/button/new';
import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import { Label } from '@atlaskit/form';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import Select from '@atlaskit/select';
import Spinner from '@atlaskit/spinner';
import Textfield from '@atlaskit/textfield';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useId } from 'react';
import type { AuditPage, AuditRow } from '../../../../../src/contract/audit';
import { AUDIT_ACTIONS } from '../../../../../src/domain/audit';
import { useInAddress } from '../../address';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/loading';
import { MultiSelect, option } from '../../components/multi-select';
import { AUDIT_IN_ADDRESS } from '../../filters-in-address';
import { flagFailure } from '../../flags';
import { formatDateTime } from '../../time';
import { actionLabel, actorLabel, changeLabel } from './audit-labels';
import { exportAudit } from './export-audit';

const HEAD = {
  cells: [
    { key: 'at', content: 'When', width: 16 },
    { key: 'who', content: 'Who', width: 14 },
    { key: 'what', content: 'What', width: 16 },
    { key: 'subject', content: 'To what', width: 18 },
    { key: 'details', content: 'Details', width: 36 },
  ],
};

const FIRST_PAGE: AuditPage['next'] = null;
/** A search that has found as many waits until somebody asks for more. */
const FOUND_AT_ONCE = 50;

const WHO = [
  { label: 'Anybody', value: 'anybody' as const },
  { label: 'People', value: 'people' as const },
  { label: 'Cloud Findings', value: 'app' as const },
];

const WHEN = [
  { label: 'Any time', value: null },
  { label: 'The last day', value: 1 },
  { label: 'The last 7 days', value: 7 },
  { label: 'The last 30 days', value: 30 },
  { label: 'The last 90 days', value: 90 },
];

function cells(row: AuditRow) {
  return {
    key: row.id,
    cells: [
      { key: 'at', content: formatDateTime(row.at) },
      { key: 'who', content: <ForeignText text={actorLabel(row)} /> },
      { key: 'what', content: actionLabel(row.action) },
      { key: 'subject', content: <ForeignText text={row.subject} /> },
      {
        key: 'details',
        content: (
          <Stack space="space.025">
            {row.note !== '' && (
              <Text>
                <ForeignText text={row.note} />
              </Text>
            )}
            {row.changes.map((change) => (
              <Text key={change.field} size="small">
                <ForeignText text={changeLabel(change)} />
              </Text>
            ))}
          </Stack>
        ),
      },
    ],
  };
}

/** Who changed which setting, and what the app did to which issue and why. */
export function AuditLog() {
  const whoId = useId();
  const whenId = useId();
  const searchId = useId();
  const [filter, setFilter] = useInAddress('audit', AUDIT_IN_ADDRESS);
  const asked = useDeferredValue(filter);
  const log = useInfiniteQuery({
    queryKey: ['audit', asked],
    queryFn: ({ pageParam }) => adminPageApi('listAudit', { ...asked, after: pageParam }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next,
  });
  const download = useMutation({
    mutationFn: () => exportAudit(asked),
    onError: (error) => flagFailure('The log could not be exported', error),
  });

  const rows = log.data?.pages.flatMap((page) => page.rows) ?? [];
  const { hasNextPage, isFetching, isError, fetchNextPage } = log;
  const goesOn = asked.search.trim() !== '' && hasNextPage && rows.length < FOUND_AT_ONCE && !isError;
  // A search looks through a part of the log at once, so that what is found first is shown first.
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
  }, [goesOn, isFetching, fetchNextPage]);
  const reached = log.data?.pages.findLast((page) => page.next !== null)?.next?.at;
  return (
    <Stack space="space.150">
      <Text>
        Every change of a setting, and everything that the app did to an issue.
        {log.data?.pages[0] !== undefined && ` Kept for ${log.data.pages[0].keptDays} days.`}
      </Text>
      <Inline space="space.150" rowSpace="space.100" shouldWrap alignBlock="end">
        <div style={{ minWidth: 260 }}>
          <Label htmlFor={searchId}>Search the log</Label>
          <Textfield
            id={searchId}
            type="search"
            isCompact
            placeholder="Issue key, account, rule"
            value={filter.search}
            onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
          />
        </div>
        <div style={{ minWidth: 160 }}>
          <Label htmlFor={whoId}>Who</Label>
          <Select<(typeof WHO)[number]>
            inputId={whoId}
            spacing="compact"
            options={WHO}
            value={WHO.find(({ value }) => value === filter.who) ?? null}
            onChange={(chosen) => setFilter({ ...filter, who: chosen?.value ?? 'anybody' })}
          />
        </div>
        <div style={{ minWidth: 170 }}>
          <Label htmlFor={whenId}>When</Label>
          <Select<(typeof WHEN)[number]>
            inputId={whenId}
            spacing="compact"
            options={WHEN}
            value={WHEN.find(({ value }) => value === filter.days) ?? null}
            onChange={(chosen) => setFilter({ ...filter, days: chosen?.value ?? null })}
          />
        </div>
        <MultiSelect
          label="What"
          options={AUDIT_ACTIONS.map((action) => option(action, actionLabel(action)))}
          selected={filter.actions}
          onChange={(actions) => setFilter({ ...filter, actions })}
        />
        <Button isLoading={download.isPending} onClick={() => download.mutate()}>
          Export CSV
        </Button>
      </Inline>
      {log.isPending && <Loading label="Loading the audit log" />}
      {log.isError && <ErrorMessage error={log.error} retry={() => void log.refetch()} />}
      {log.isSuccess && rows.length === 0 && !goesOn && (
        <EmptyState
          header="Nothing matches"
          description="Clear the filters to see the whole log."
          headingSize="xsmall"
        />
      )}
      {rows.length > 0 && (
        <div className="table-scroll">
          <DynamicTable label="Audit log" head={HEAD} rows={rows.map(cells)} />
        </div>
      )}
      {goesOn && reached !== undefined && (
        <div role="status">
          <Inline space="space.100" alignBlock="center">
            <Spinner size="small" />
            <Text color="color.text.subtle">Searching before {formatDateTime(reached)}</Text>
          </Inline>
        </div>
      )}
      {hasNextPage && !goesOn && (
        <div>
          <Button isLoading={log.isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </Stack>
  );
}
