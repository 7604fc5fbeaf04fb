import { useQuery } from '@tanstack/react-query';
import type { AccountView } from '../../../../../src/contract/admin-page';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { Loading } from '../../components/loading';
import { PolicyForm } from './policy-form';

/** Which findings become issues, and where. */
export function Policy({ accounts }: { accounts: AccountView[] }) {
  const policy = useQuery({ queryKey: ['policy'], queryFn: () => adminPageApi('getPolicy', {}) });
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => adminPageApi('listRules', {}) });
  if (policy.isPending || rules.isPending) return <Loading label="Loading the policy" />;
  if (policy.isError) return <ErrorMessage error={policy.error} retry={() => void policy.refetch()} />;
  if (rules.isError) return <ErrorMessage error={rules.error} retry={() => void rules.refetch()} />;
  return <PolicyForm saved={policy.data.policy} accounts={accounts} rules={rules.data.rules} />;
}
