import { Stack } from '@atlaskit/primitives';
import Tabs, { Tab, TabList, TabPanel } from '@atlaskit/tabs';
import { useQuery } from '@tanstack/react-query';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { Loading } from '../../components/loading';
import { Notices } from '../../components/notices';
import { PageFrame } from '../../components/page-frame';
import { TabContent } from '../../components/tab-content';
import { Accounts } from './accounts';
import { AuditLog } from './audit-log';
import { Health } from './health';
import { HubCredentials } from './hub-credentials';
import { RolloutSettings } from './rollout/rollout';
import { Rules } from './rules';
import { ScanNow } from './scan-now';

/** Where Jira admins connect AWS accounts and decide which findings become issues. */
export default function AdminPage() {
  const overview = useQuery({ queryKey: ['overview'], queryFn: () => adminPageApi('getOverview', {}) });
  if (overview.isPending) return <Loading label="Loading settings" />;
  if (overview.isError) return <ErrorMessage error={overview.error} retry={() => void overview.refetch()} />;
  const { accounts, hub, lastRun, notices } = overview.data;
  return (
    <PageFrame
      title="Cloud findings"
      description="Connect AWS accounts, choose rules and decide which findings become issues."
    >
      <Stack space="space.200">
        <Notices notices={notices} />
        <ScanNow lastRun={lastRun} canScan={hub.configured && accounts.some((account) => account.enabled)} />
        <Tabs id="admin">
          <TabList>
            <Tab>Accounts</Tab>
            <Tab>AWS credentials</Tab>
            <Tab>Rules</Tab>
            <Tab>Rollout</Tab>
            <Tab>Health</Tab>
            <Tab>Audit log</Tab>
          </TabList>
          <TabPanel>
            <TabContent>
              <Accounts accounts={accounts} hub={hub} />
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <HubCredentials hub={hub} />
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <Rules />
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <RolloutSettings accounts={accounts} />
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <Health accounts={accounts} />
            </TabContent>
          </TabPanel>
          <TabPanel>
            <TabContent>
              <AuditLog />
            </TabContent>
          </TabPanel>
        </Tabs>
      </Stack>
    </PageFrame>
  );
}
