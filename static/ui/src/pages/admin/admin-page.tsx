import { Stack } from '@atlaskit/primitives';
import { useQuery } from '@tanstack/react-query';
import { adminPageApi } from '../../api';
import { AddressTabs } from '../../components/address-tabs';
import { ErrorMessage } from '../../components/error-message';
import { Loading } from '../../components/loading';
import { Notices } from '../../components/notices';
import { PageFrame } from '../../components/page-frame';
import { Accounts } from './accounts';
import { AuditLog } from './audit-log';
import { Health } from './health';
import { HubCredentials } from './hub-credentials';
import { RolloutSettings } from './rollout/rollout';
import { Rules } from './rules';
import { ScanNow } from './scan-now';

/** Where AWS accounts are connected and it is decided which findings become issues. */
export function Settings() {
  const overview = useQuery({ queryKey: ['overview'], queryFn: () => adminPageApi('getOverview', {}) });
  if (overview.isPending) return <Loading label="Loading settings" />;
  if (overview.isError) return <ErrorMessage error={overview.error} retry={() => void overview.refetch()} />;
  const { accounts, hub, lastRun, notices } = overview.data;
  return (
    <Stack space="space.200">
      <Notices notices={notices} />
      <ScanNow lastRun={lastRun} canScan={hub.configured && accounts.some((account) => account.enabled)} />
      <AddressTabs
        id="admin"
        name="settings"
        tabs={[
          { name: 'accounts', label: 'Accounts', content: <Accounts accounts={accounts} hub={hub} /> },
          { name: 'credentials', label: 'AWS credentials', content: <HubCredentials hub={hub} /> },
          { name: 'rules', label: 'Rules', content: <Rules /> },
          { name: 'rollout', label: 'Rollout', content: <RolloutSettings accounts={accounts} /> },
          { name: 'health', label: 'Health', content: <Health /> },
          { name: 'audit', label: 'Audit log', content: <AuditLog /> },
        ]}
      />
    </Stack>
  );
}

/** The settings among Jira's own. */
export default function AdminPage() {
  return (
    <PageFrame
      title="Cloud findings"
      description="Connect AWS accounts, choose rules and decide which findings become issues."
    >
      <Settings />
    </PageFrame>
  );
}
