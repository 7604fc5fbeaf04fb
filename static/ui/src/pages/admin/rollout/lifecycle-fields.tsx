import Checkbox from '@atlaskit/checkbox';
import { Stack } from '@atlaskit/primitives';
import type { Lifecycle } from '../../../../../../src/domain/rollout/lifecycle';
import { ChoiceField } from '../../../components/choice-field';
import { NumberField } from '../../../components/number-field';
import type { FieldErrors } from '../../../use-fields';

const CLOSED: { label: string; value: Lifecycle['closedWhileFailing'] }[] = [
  { label: 'One comment; it stays closed', value: 'leave' },
  { label: 'One comment; the next scan that still sees it fail reopens it', value: 'reopen' },
];

const DAYS_TO_START_WITH = 30;

/** What happens to issues as their findings come and go. */
export function LifecycleFields({
  lifecycle,
  errors,
  onChange,
}: {
  lifecycle: Lifecycle;
  errors: FieldErrors;
  onChange: (lifecycle: Lifecycle) => void;
}) {
  const set = (change: Partial<Lifecycle>) => onChange({ ...lifecycle, ...change });
  const { newIssueAfterDays } = lifecycle;
  return (
    <Stack space="space.100">
      <ChoiceField
        label="Somebody closes an issue while its resource still fails"
        options={CLOSED}
        value={lifecycle.closedWhileFailing}
        onChange={(closedWhileFailing) => set({ closedWhileFailing })}
      />
      <Checkbox
        label="What fails again long after its issue was closed gets a new issue instead of the old one reopened"
        isChecked={newIssueAfterDays !== null}
        onChange={(event) =>
          set({ newIssueAfterDays: event.currentTarget.checked ? DAYS_TO_START_WITH : null })
        }
      />
      {newIssueAfterDays !== null && (
        <div style={{ maxWidth: 220 }}>
          <NumberField
            label="Days after which a new issue is filed"
            error={errors['lifecycle.newIssueAfterDays']}
            value={newIssueAfterDays}
            onChange={(days) => set({ newIssueAfterDays: days })}
          />
        </div>
      )}
      <Checkbox
        label="The clock of the due date stands still while an exception waits for a decision"
        isChecked={lifecycle.pauseWhilePending}
        onChange={(event) => set({ pauseWhilePending: event.currentTarget.checked })}
      />
    </Stack>
  );
}
