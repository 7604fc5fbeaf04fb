import { DynamicTableStateless } from '@atlaskit/dynamic-table';
import { Pressable, Stack, Text, xcss } from '@atlaskit/primitives';
import {
  type FINDING_SORTS,
  type FindingRow,
  type FindingsPage,
  type FindingsQuery,
  MOST_PAGED,
} from '../../../../src/contract/findings';
import { AccountName } from './account-name';
import { DueDate } from './due-date';
import { IssueLink } from './external-link';
import { ForeignText } from './foreign-text';
import { SeverityLozenge, StateLozenge } from './lozenges';

const title = xcss({
  backgroundColor: 'color.background.neutral.subtle',
  color: 'color.link',
  padding: 'space.0',
  textAlign: 'start',
  ':hover': { textDecoration: 'underline' },
});

type Sort = (typeof FINDING_SORTS)[number];

const SORT_OF_COLUMN: Record<string, Sort> = {
  severity: 'severity',
  rule: 'rule',
  resource: 'resource',
  account: 'account',
  due: 'due',
};

function columns(showAccount: boolean) {
  return [
    { key: 'severity', content: 'Severity', isSortable: true, width: 9 },
    { key: 'rule', content: 'Finding', isSortable: true, width: 32 },
    { key: 'resource', content: 'Resource', isSortable: true, width: 22 },
    ...(showAccount ? [{ key: 'account', content: 'Account', isSortable: true, width: 14 }] : []),
    { key: 'state', content: 'State', width: 8 },
    { key: 'due', content: 'Due', isSortable: true, width: 11 },
    { key: 'issue', content: 'Issue', width: 9 },
  ];
}

function row(finding: FindingRow, showAccount: boolean, onOpen: (finding: FindingRow) => void) {
  return {
    key: finding.id,
    cells: [
      { key: 'severity', content: <SeverityLozenge severity={finding.severity} /> },
      {
        key: 'rule',
        content: (
          <Stack space="space.050" alignInline="start">
            <Pressable xcss={title} onClick={() => onOpen(finding)}>
              {finding.ruleTitle}
            </Pressable>
            <Text size="small" color="color.text.subtle" maxLines={2}>
              <ForeignText text={finding.message} />
            </Text>
          </Stack>
        ),
      },
      {
        key: 'resource',
        content: (
          <Stack space="space.025">
            <Text maxLines={2}>
              <ForeignText text={finding.resourceName ?? finding.resourceId} />
            </Text>
            <Text size="small" color="color.text.subtle" maxLines={1}>
              {finding.resourceName !== null && (
                <>
                  <ForeignText text={finding.resourceId} />
                  {', '}
                </>
              )}
              {finding.region}
            </Text>
          </Stack>
        ),
      },
      ...(showAccount
        ? [
            {
              key: 'account',
              content: <AccountName name={finding.accountName} id={finding.accountId} />,
            },
          ]
        : []),
      { key: 'state', content: <StateLozenge state={finding.state} /> },
      {
        key: 'due',
        content:
          finding.state === 'resolved' ? null : (
            <DueDate dueAt={finding.dueAt} overdue={finding.overdue} pausedSince={finding.pausedSince} />
          ),
      },
      { key: 'issue', content: finding.issueKey === null ? null : <IssueLink issueKey={finding.issueKey} /> },
    ],
  };
}

/** One page of findings; sorting and paging ask the server. */
export function FindingsTable({
  page,
  query,
  isLoading,
  showAccount,
  onChange,
  onOpen,
}: {
  page: FindingsPage;
  query: FindingsQuery;
  isLoading: boolean;
  showAccount: boolean;
  onChange: (change: Partial<FindingsQuery>) => void;
  onOpen: (finding: FindingRow) => void;
}) {
  return (
    <div className="table-scroll">
      <DynamicTableStateless
        label="Findings"
        head={{ cells: columns(showAccount) }}
        rows={page.rows.map((finding) => row(finding, showAccount, onOpen))}
        isLoading={isLoading}
        totalRows={Math.min(page.total, MOST_PAGED)}
        rowsPerPage={page.pageSize}
        page={page.page}
        onSetPage={(next) => {
          if (next !== page.page) onChange({ page: next });
        }}
        sortKey={query.sort ?? 'severity'}
        sortOrder={query.descending === true ? 'DESC' : 'ASC'}
        onSort={({ key, sortOrder }: { key: string; sortOrder: string }) => {
          const sort = SORT_OF_COLUMN[key];
          if (sort !== undefined) onChange({ sort, descending: sortOrder === 'DESC', page: 1 });
        }}
      />
    </div>
  );
}
