import { useQuery } from '@tanstack/react-query';
import type { AccountView } from '../../../../../../src/contract/admin-page';
import { adminPageApi } from '../../../api';
import { ErrorMessage } from '../../../components/error-message';
import { Loading } from '../../../components/loading';
import { retryFailed } from '../../../retry-failed';
import { RolloutEditor } from './rollout-editor';

/** Which rules are rolled out how far in which accounts, and how issues are filed and kept. */
export function RolloutSettings({ accounts }: { accounts: AccountView[] }) {
  const rollout = useQuery({
    queryKey: ['rollout'],
    queryFn: () => adminPageApi('getRollout', {}),
    // A draft must not change under the hands of whoever edits it.
    refetchOnWindowFocus: false,
  });
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => adminPageApi('listRules', {}) });
  const retry = () => retryFailed([rollout, rules]);
  if (rollout.isPending || rules.isPending) return <Loading label="Loading the rollout" />;
  if (rollout.isError) return <ErrorMessage error={rollout.error} retry={retry} />;
  if (rules.isError) return <ErrorMessage error={rules.error} retry={retry} />;
  return <RolloutEditor saved={rollout.data} accounts={accounts} rules={rules.data.rules} />;
}
