import { Stack } from '@atlaskit/primitives';
import type { AccountView } from '../../../../../../src/contract/admin-page';
import { ACCOUNT_TIERS } from '../../../../../../src/domain/account';
import type { AccountSelection } from '../../../../../../src/domain/rollout/selection';
import { ChoicesField, TypedChoicesField } from '../../../components/choices-field';
import { option } from '../../../components/multi-select';
import { errorUnder, type FieldErrors } from '../../../use-fields';

/** For which accounts a policy is. Fields that are empty leave all accounts in. */
export function AccountSelectionFields({
  selection,
  accounts,
  errors,
  onChange,
}: {
  selection: AccountSelection;
  accounts: readonly AccountView[];
  errors: FieldErrors;
  onChange: (selection: AccountSelection) => void;
}) {
  const owners = [...new Set(accounts.flatMap(({ ownerProjectKey }) => ownerProjectKey ?? []))].sort();
  const set = (change: Partial<AccountSelection>) => onChange({ ...selection, ...change });
  return (
    <Stack space="space.100">
      <ChoicesField
        label="Accounts"
        error={errorUnder(errors, 'accounts.ids')}
        options={accounts.map(({ id, name }) => option(id, `${name} (${id})`))}
        selected={selection.ids}
        onChange={(ids) => set({ ids })}
      />
      <ChoicesField
        label="Tiers"
        error={errorUnder(errors, 'accounts.tiers')}
        options={ACCOUNT_TIERS.map((tier) => option(tier))}
        selected={selection.tiers}
        onChange={(tiers) => set({ tiers })}
      />
      <TypedChoicesField
        label="Account tags"
        help="A key, or key=value; * stands for any text. The account has to have one of them."
        error={errorUnder(errors, 'accounts.tags')}
        placeholder="Any: type team=payments, then Enter"
        selected={selection.tags}
        onChange={(tags) => set({ tags })}
      />
      <ChoicesField
        label="Owned by"
        error={errorUnder(errors, 'accounts.owners')}
        options={owners.map((owner) => option(owner))}
        selected={selection.owners}
        onChange={(chosen) => set({ owners: chosen })}
      />
    </Stack>
  );
}
