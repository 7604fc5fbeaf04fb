import { Text } from '@atlaskit/primitives';
import Tooltip from '@atlaskit/tooltip';
import { formatDateTime, formatRelative } from '../time';

/** The SLA countdown: how long is left, or for how long it has been missed. Times in milliseconds since 1970. */
export function DueDate({
  dueAt,
  overdue,
  pausedSince,
}: {
  dueAt: number | null;
  overdue: boolean;
  pausedSince: number | null;
}) {
  if (pausedSince !== null) {
    return (
      <Tooltip content={`The clock of the SLA stands still since ${formatDateTime(pausedSince)}`}>
        <Text color="color.text.subtle">Paused</Text>
      </Tooltip>
    );
  }
  if (dueAt === null) return <Text color="color.text.subtlest">–</Text>;
  const words = formatRelative(dueAt, Date.now());
  return (
    <Tooltip content={`Due ${formatDateTime(dueAt)}`}>
      <Text color={overdue ? 'color.text.danger' : 'color.text'} weight={overdue ? 'bold' : 'regular'}>
        {overdue ? `Overdue, due ${words}` : `Due ${words}`}
      </Text>
    </Tooltip>
  );
}
