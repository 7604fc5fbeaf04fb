import EmptyState from '@atlaskit/empty-state';
import { Inline, Stack } from '@atlaskit/primitives';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useInAddress } from '../../address';
import { globalPageApi } from '../../api';
import { SLA_IN_ADDRESS } from '../../filters-in-address';
import { ChoiceField } from '../choice-field';
import { ErrorMessage } from '../error-message';
import { Loading } from '../loading';
import { option } from '../multi-select';
import { PageSection } from '../page-section';
import { BreachesChart } from './breaches-chart';
import { StandingTable } from './standing-table';

/** How the security SLA is kept: by team and account, now and over time. */
export function Sla() {
  const [filter, setFilter] = useInAddress('sla', SLA_IN_ADDRESS);
  const sla = useQuery({
    queryKey: ['sla', filter],
    queryFn: () => globalPageApi('getSla', filter),
    placeholderData: keepPreviousData,
  });
  if (sla.isPending) return <Loading label="Loading the SLA" />;
  if (sla.isError) return <ErrorMessage error={sla.error} retry={() => void sla.refetch()} />;
  const { days, teams, accounts } = sla.data;
  const everything = { label: 'All', value: '' };
  return (
    <Stack space="space.300">
      <PageSection title="Breaches over time">
        <Inline space="space.200" shouldWrap>
          <div style={{ minWidth: 220 }}>
            <ChoiceField
              label="Of the team"
              options={[
                everything,
                ...teams.filter(({ id }) => id !== '').map(({ id, name }) => option(id, name)),
              ]}
              value={filter.projectKey ?? ''}
              onChange={(key) => setFilter({ ...filter, projectKey: key === '' ? undefined : key })}
            />
          </div>
          <div style={{ minWidth: 260 }}>
            <ChoiceField
              label="In the account"
              options={[everything, ...accounts.map(({ id, name }) => option(id, name))]}
              value={filter.accountId ?? ''}
              onChange={(id) => setFilter({ ...filter, accountId: id === '' ? undefined : id })}
            />
          </div>
        </Inline>
        {days.length === 0 ? (
          <EmptyState
            header="Nothing was counted yet"
            description="Each day’s last scan is counted."
            headingSize="xsmall"
          />
        ) : (
          <BreachesChart days={days} />
        )}
      </PageSection>
      <PageSection title="By team">
        <StandingTable label="SLA by team" who="Team" standings={teams} />
      </PageSection>
      <PageSection title="By account">
        <StandingTable label="SLA by account" who="Account" standings={accounts} />
      </PageSection>
    </Stack>
  );
}
