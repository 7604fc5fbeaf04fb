import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import { Stack, Text } from '@atlaskit/primitives';
import type { RunView } from '../../../../src/contract/global-page';
import { formatDateTime } from '../time';
import { ForeignText } from './foreign-text';

const HEAD = {
  cells: [
    { key: 'started', content: 'Started', width: 18 },
    { key: 'trigger', content: 'By', width: 10 },
    { key: 'items', content: 'Work items', width: 16 },
    { key: 'issues', content: 'Issues', width: 24 },
    { key: 'problems', content: 'Problems', width: 32 },
  ],
};

function issuesOf(run: RunView): string {
  const { created, updated, closed, reopened, held } = run.issues;
  const parts = [`${created} created`, `${updated} updated`, `${closed} closed`, `${reopened} reopened`];
  return held > 0 ? `${parts.join(', ')}; ${held} held back by the ceiling` : parts.join(', ');
}

function workItemsOf(run: RunView): string {
  const { total, done, failed } = run.workItems;
  return failed > 0 ? `${done} of ${total} done, ${failed} failed` : `${done} of ${total} done`;
}

/** The latest scans: what each read, filed and could not do. */
export function RunsTable({ runs }: { runs: RunView[] }) {
  if (runs.length === 0) {
    return (
      <EmptyState
        header="No scan has run yet"
        description="The first starts within the hour."
        headingSize="xsmall"
      />
    );
  }
  return (
    <div className="table-scroll">
      <DynamicTable
        label="Scans"
        head={HEAD}
        rows={runs.map((run) => ({
          key: run.runId,
          cells: [
            { key: 'started', content: formatDateTime(run.startedAt) },
            { key: 'trigger', content: run.trigger },
            { key: 'items', content: workItemsOf(run) },
            { key: 'issues', content: run.finishedAt === null ? 'not in step yet' : issuesOf(run) },
            {
              key: 'problems',
              content: (
                <Stack space="space.050">
                  {run.problems.map((problem) => (
                    <Text key={problem}>
                      <ForeignText text={problem} />
                    </Text>
                  ))}
                </Stack>
              ),
            },
          ],
        }))}
      />
    </div>
  );
}
