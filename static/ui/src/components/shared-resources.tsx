import DynamicTable from '@atlaskit/dynamic-table';
import Heading from '@atlaskit/heading';
import { Pressable, Stack, Text, xcss } from '@atlaskit/primitives';
import type { FindingRow } from '../../../../src/contract/findings';
import type { SharedIssue } from '../../../../src/contract/issue-panel';
import { DueDate } from './due-date';
import { ForeignText } from './foreign-text';
import { SeverityLozenge, StateLozenge } from './lozenges';

const link = xcss({
  backgroundColor: 'color.background.neutral.subtle',
  color: 'color.link',
  padding: 'space.0',
  textAlign: 'start',
  ':hover': { textDecoration: 'underline' },
});

const HEAD = {
  cells: [
    { key: 'resource', content: 'Resource', width: 40 },
    { key: 'region', content: 'Region', width: 18 },
    { key: 'severity', content: 'Severity', width: 12 },
    { key: 'state', content: 'State', width: 12 },
    { key: 'due', content: 'Due', width: 18 },
  ],
};

const nameOf = ({ resourceName, resourceId }: FindingRow) => resourceName ?? resourceId;

/** The resources that share an issue, as they are now; one of them is shown in full below. */
export function SharedResources({
  shared: { members, total, failing },
  chosenId,
  onChoose,
}: {
  shared: SharedIssue;
  chosenId: string;
  onChoose: (findingId: string) => void;
}) {
  return (
    <Stack space="space.100">
      <Heading size="xsmall" as="h3">
        {`${failing} of ${total} ${total === 1 ? 'resource fails' : 'resources fail'}`}
      </Heading>
      <DynamicTable
        label="Resources of this issue"
        head={HEAD}
        rowsPerPage={10}
        rows={members.map((member) => ({
          key: member.id,
          cells: [
            {
              key: 'resource',
              content: (
                <Pressable
                  xcss={link}
                  aria-current={member.id === chosenId}
                  onClick={() => onChoose(member.id)}
                >
                  {member.id === chosenId ? (
                    <strong>
                      <ForeignText text={nameOf(member)} />
                    </strong>
                  ) : (
                    <ForeignText text={nameOf(member)} />
                  )}
                </Pressable>
              ),
            },
            { key: 'region', content: <Text>{member.region}</Text> },
            { key: 'severity', content: <SeverityLozenge severity={member.severity} /> },
            { key: 'state', content: <StateLozenge state={member.state} /> },
            {
              key: 'due',
              content:
                member.state === 'resolved' ? null : (
                  <DueDate dueAt={member.dueAt} overdue={member.overdue} pausedSince={member.pausedSince} />
                ),
            },
          ],
        }))}
      />
      {total > members.length && (
        <Text color="color.text.subtle">{`And ${total - members.length} more, which the project’s page “Cloud findings” lists.`}</Text>
      )}
    </Stack>
  );
}
