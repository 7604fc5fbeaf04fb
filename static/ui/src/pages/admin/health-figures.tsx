import Button from '@atlaskit/button/new';
import DynamicTable from '@atlaskit/dynamic-table';
import { Label } from '@atlaskit/form';
import Heading from '@atlaskit/heading';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import Select from '@atlaskit/select';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { HealthView } from '../../../../../src/contract/health';
import { LOG_LEVELS, type LogLevel } from '../../../../../src/domain/log-level';
import { adminPageApi } from '../../api';
import { IssueLink } from '../../components/external-link';
import { FactList } from '../../components/fact-list';
import { ForeignText } from '../../components/foreign-text';
import { PageSection } from '../../components/page-section';
import { flagFailure, flagInfo, flagSuccess } from '../../flags';
import { formatDateTime, formatRelative } from '../../time';
import { counted, minutes } from './health-words';

const PROBLEM_HEAD = {
  cells: [
    { key: 'problem', content: 'What Jira or the app says', width: 54 },
    { key: 'findings', content: 'Findings', width: 10 },
    { key: 'example', content: 'One of them', width: 36 },
  ],
};

const LEVELS: Record<LogLevel, string> = {
  error: 'Failures only',
  warn: 'Failures and warnings',
  info: 'What runs did (usual)',
  debug: 'Every call of Jira, and AWS calls by operation',
};

/** What waits, how long a scan takes, and who made it wait. */
export function Load({ health: { queue, lastScan, throttled, findings, waits } }: { health: HealthView }) {
  return (
    <PageSection title="Load">
      <FactList
        facts={[
          {
            name: 'Queue',
            value: queued(queue),
          },
          {
            name: 'Issues of scans',
            value:
              queue.ticketsAwaitedSince === null
                ? 'None wait to be brought in step.'
                : `Of ${counted(queue.runsAwaitingTickets, 'scan')} still to be brought in step, the oldest scanned ${formatDateTime(queue.ticketsAwaitedSince)}`,
          },
          {
            name: 'Last complete hourly scan',
            value:
              lastScan === null
                ? 'None yet.'
                : `${formatDateTime(lastScan.startedAt)}: ${lastScan.workItems} scopes in ${minutes(lastScan.tookMs)}`,
          },
          {
            name: 'Throttled by AWS',
            value:
              throttled.operations === 0
                ? 'Nothing at the last scan.'
                : `${counted(throttled.operations, 'operation')} in ${counted(throttled.accounts, 'account')}; what depends on it is unknown until a scan gets through`,
          },
          { name: 'Throttled by Forge or Jira', value: waitedFor(waits) },
          { name: 'Stored findings', value: findings.toLocaleString('en-US') },
        ]}
      />
    </PageSection>
  );
}

function queued({ waiting, waitingSince, planned, running, continued }: HealthView['queue']): string {
  const parts = [
    waitingSince === null ? null : `${waiting} waiting, the oldest since ${formatDateTime(waitingSince)}`,
    planned === 0 ? null : `${planned} planned for later in the hour`,
    running === 0 ? null : `${running} running`,
    continued === 0 ? null : `${continued} of all these going on where they stopped`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing waits.' : parts.join('; ');
}

function waitedFor({ sql, queue, jira }: HealthView['waits']): string {
  const waited = [
    { whom: 'Forge SQL', times: sql },
    { whom: 'Forge’s queue', times: queue },
    { whom: 'Jira', times: jira },
  ]
    .filter(({ times }) => times > 0)
    .map(({ whom, times }) => `${whom} ${counted(times, 'time')}`);
  return waited.length === 0
    ? 'Nothing in the last day.'
    : `Waited for ${waited.join(', ')} in the last day, and went on`;
}

/** What Jira was not told, and why. */
export function Tickets({
  tickets: { waiting, oldest, problems, blocked, held },
  now,
}: {
  tickets: HealthView['tickets'];
  now: number;
}) {
  const queryClient = useQueryClient();
  const notListed = blocked - problems.reduce((sum, { findings }) => sum + findings, 0);
  const retry = useMutation({
    mutationFn: () => adminPageApi('retryTickets', {}),
    onSuccess: ({ queued }) => {
      if (queued) flagSuccess('Issues are tried again', 'What is still in the way shows here in a minute.');
      else flagInfo('There is nothing to try again yet', 'Issues are filed once a first scan has ended.');
      void queryClient.invalidateQueries({ queryKey: ['health'] });
    },
    onError: (error) => flagFailure('Issues could not be tried again', error),
  });
  return (
    <Stack space="space.100">
      <Inline space="space.150" alignBlock="center" spread="space-between">
        <Heading size="small" as="h2">
          Issues
        </Heading>
        <Button isLoading={retry.isPending} onClick={() => retry.mutate()}>
          Try again now
        </Button>
      </Inline>
      <Text>
        {waiting === 0 ? (
          problems.length === 0 ? (
            'Every issue is in step with its finding.'
          ) : (
            'Every issue that is there is in step with its finding; these are missing:'
          )
        ) : (
          <>
            {waiting === 1 ? '1 issue is' : `${waiting} issues are`} not in step yet
            {oldest === null ? (
              '.'
            ) : (
              <>
                . The oldest is <IssueLink issueKey={oldest.issueKey} />, since {formatDateTime(oldest.since)}{' '}
                ({formatRelative(oldest.since, now)}).
              </>
            )}
          </>
        )}
        {held === 0 ? '' : ` ${counted(held, 'new issue')} held back by a ceiling at the last run.`}
      </Text>
      {problems.length > 0 && (
        <div className="table-scroll">
          <DynamicTable
            label="Issues that could not be filed or kept in step"
            head={PROBLEM_HEAD}
            rows={problems.map((each) => ({
              key: each.problem,
              cells: [
                {
                  key: 'problem',
                  content: (
                    <Text>
                      <ForeignText text={each.problem} />
                    </Text>
                  ),
                },
                { key: 'findings', content: each.findings },
                {
                  key: 'example',
                  content: (
                    <Stack space="space.025">
                      <Text>
                        <ForeignText text={each.resource} />
                        {each.issueKey === null ? null : (
                          <>
                            {' '}
                            (<IssueLink issueKey={each.issueKey} />)
                          </>
                        )}
                      </Text>
                      <Text size="small" color="color.text.subtle">
                        {each.ruleId}, {each.accountId}
                      </Text>
                    </Stack>
                  ),
                },
              ],
            }))}
          />
        </div>
      )}
      {notListed > 0 && <Text>And {counted(notListed, 'finding')} more with other messages.</Text>}
    </Stack>
  );
}

/** How much the app logs. */
export function LogLevelChoice({ level }: { level: LogLevel }) {
  const id = useId();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (chosen: LogLevel) => adminPageApi('saveLogLevel', { level: chosen }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['health'] }),
    onError: (error) => flagFailure('The log level could not be changed', error),
  });
  const options = LOG_LEVELS.map((value) => ({ value, label: LEVELS[value] }));
  return (
    <PageSection title="Log">
      <Text>
        Every line of a run carries the run’s id, from the schedule to the last call of Jira. No line names a
        person.
      </Text>
      <div style={{ maxWidth: 360 }}>
        <Label htmlFor={id}>What is logged</Label>
        <Select<(typeof options)[number]>
          inputId={id}
          spacing="compact"
          options={options}
          isDisabled={save.isPending}
          value={options.find(({ value }) => value === level) ?? null}
          onChange={(chosen) => {
            if (chosen !== null) save.mutate(chosen.value);
          }}
        />
      </div>
    </PageSection>
  );
}
