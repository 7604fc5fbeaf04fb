import Lozenge from '@atlaskit/lozenge';
import type { ShownState } from '../../../../src/domain/finding';
import type { Severity } from '../../../../src/domain/severity';

const SEVERITY_COLORS = {
  critical: 'danger',
  high: 'warning',
  medium: 'information',
  low: 'neutral',
} as const;

/** The word carries the meaning; the colour only repeats it. */
export function SeverityLozenge({ severity }: { severity: Severity }) {
  return <Lozenge appearance={SEVERITY_COLORS[severity]}>{severity}</Lozenge>;
}

const STATE_COLORS = {
  open: 'danger',
  unknown: 'discovery',
  excepted: 'neutral',
  resolved: 'success',
} as const;

/** unknown has a colour of its own: it is neither good nor bad news, and must not look like either. */
export function StateLozenge({ state }: { state: ShownState }) {
  return <Lozenge appearance={STATE_COLORS[state]}>{state}</Lozenge>;
}
