import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { AnswerFailure, globalPageApi } from '../api';
import { AddressTabs } from '../components/address-tabs';
import { ErrorMessage } from '../components/error-message';
import { Exceptions } from '../components/exceptions/exceptions';
import { FindingsExplorer, type FindingsSource } from '../components/findings-explorer';
import { Loading } from '../components/loading';
import { PageFrame } from '../components/page-frame';
import { RunsTable } from '../components/runs-table';
import { Sla } from '../components/sla/sla';
import { UnreadTable } from '../components/unread-table';

/** Most readers have no settings: whoever has downloads them with the tab. */
const Settings = lazy(() => import('./admin/admin-page').then(({ Settings: page }) => ({ default: page })));

const source: FindingsSource = {
  getSummary: () => globalPageApi('getSummary', {}),
  getFilters: () => globalPageApi('getFilters', {}),
  listFindings: (query) => globalPageApi('listFindings', query),
  getFinding: (findingId) => globalPageApi('getFinding', { findingId }),
};

function Runs() {
  const runs = useQuery({
    queryKey: ['runs'],
    queryFn: () => globalPageApi('listRuns', {}),
    refetchInterval: 30_000,
  });
  if (runs.isPending) return <Loading label="Loading scans" />;
  if (runs.isError) return <ErrorMessage error={runs.error} retry={() => void runs.refetch()} />;
  return <RunsTable runs={runs.data.runs} />;
}

/** The security team's view over all accounts. */
export default function GlobalPage() {
  const abilities = useQuery({ queryKey: ['abilities'], queryFn: () => globalPageApi('getAbilities', {}) });
  if (abilities.isPending) return <Loading label="Loading Cloud findings" />;
  const isRefused = abilities.error instanceof AnswerFailure && abilities.error.code === 'forbidden';
  return (
    <PageFrame
      title="Cloud findings"
      description="What the hourly scan found in every connected AWS account."
    >
      {abilities.isError && (
        <ErrorMessage
          error={abilities.error}
          title="Whether you may change the settings could not be found out"
          retry={() => void abilities.refetch()}
        />
      )}
      {!isRefused && <Tabs mayManageSettings={abilities.data?.mayManageSettings ?? false} />}
    </PageFrame>
  );
}

function Tabs({ mayManageSettings }: { mayManageSettings: boolean }) {
  return (
    <AddressTabs
      id="global"
      tabs={[
        {
          name: 'findings',
          label: 'Findings',
          content: <FindingsExplorer source={source} showAccount />,
        },
        { name: 'sla', label: 'SLA', content: <Sla /> },
        { name: 'exceptions', label: 'Exceptions', content: <Exceptions /> },
        {
          name: 'unread',
          label: 'Could not be read',
          content: <UnreadTable list={() => globalPageApi('listUnread', {})} />,
        },
        { name: 'scans', label: 'Scans', content: <Runs /> },
        ...(mayManageSettings ? [{ name: 'settings', label: 'Settings', content: <Settings /> }] : []),
      ]}
    />
  );
}
