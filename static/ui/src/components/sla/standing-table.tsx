import DynamicTable from '@atlaskit/dynamic-table';
import { Text } from '@atlaskit/primitives';
import type { SlaStandingView } from '../../../../../src/contract/global-page';
import { formatDate } from '../../time';
import { ForeignText } from '../foreign-text';

/** How teams or accounts stand, the most overdue first. */
export function StandingTable({
  label,
  who,
  standings,
}: {
  label: string;
  /** The head of the first column: `Team`. */
  who: string;
  standings: readonly SlaStandingView[];
}) {
  return (
    <DynamicTable
      label={label}
      rowsPerPage={10}
      head={{
        cells: [
          { key: 'name', content: who, isSortable: true, width: 40 },
          { key: 'open', content: 'Open', isSortable: true, width: 15 },
          { key: 'overdue', content: 'Overdue', isSortable: true, width: 15 },
          { key: 'oldest', content: 'Overdue since', isSortable: true, width: 30 },
        ],
      }}
      rows={standings.map(({ id, name, open, overdue, oldestDueAt }) => ({
        key: id,
        cells: [
          { key: name, content: <ForeignText text={name} /> },
          { key: open, content: open },
          {
            key: overdue,
            content: (
              <Text
                color={overdue > 0 ? 'color.text.danger' : 'color.text'}
                weight={overdue > 0 ? 'bold' : 'regular'}
              >
                {overdue}
              </Text>
            ),
          },
          { key: oldestDueAt ?? 0, content: oldestDueAt === null ? '' : formatDate(oldestDueAt) },
        ],
      }))}
    />
  );
}
