import Lozenge from '@atlaskit/lozenge';
import type { IssueStatus } from '../api/jira';

const COLORS: Record<string, 'neutral' | 'information' | 'success'> = {
  new: 'neutral',
  indeterminate: 'information',
  done: 'success',
};

/** An issue's status in the colour of its category. */
export function StatusLozenge({ status }: { status: IssueStatus }) {
  return <Lozenge appearance={COLORS[status.statusCategory.key] ?? 'neutral'}>{status.name}</Lozenge>;
}
