import Button from '@atlaskit/button/new';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import ProgressBar from '@atlaskit/progress-bar';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunView } from '../../../../../src/contract/global-page';
import { adminPageApi } from '../../api';
import { flagFailure, flagSuccess } from '../../flags';
import { formatDateTime } from '../../time';

const POLL_EVERY_MS = 2_000;

function progressOf(run: RunView): { share: number; words: string } {
  const { total, done, failed } = run.workItems;
  const ended = done + failed;
  if (run.finishedAt !== null) return { share: 1, words: 'The scan is done.' };
  if (total > 0 && ended === total)
    return { share: 0.95, words: 'Everything is read; bringing the issues in step.' };
  return {
    share: total === 0 ? 0 : (0.9 * ended) / total,
    words: `${ended} of ${total} accounts and regions read.`,
  };
}

/** "Run a scan now", and how far it is. */
export function ScanNow({ lastRun, canScan }: { lastRun: RunView | null; canScan: boolean }) {
  const queryClient = useQueryClient();
  const [followed, setFollowed] = useState<string | null>(
    lastRun !== null && lastRun.finishedAt === null ? lastRun.runId : null,
  );
  const start = useMutation({
    mutationFn: () => adminPageApi('startScan', {}),
    onSuccess: ({ runId }) => setFollowed(runId),
    onError: (error) => flagFailure('The scan could not be started', error),
  });
  const run = useQuery({
    queryKey: ['run', followed],
    queryFn: () => adminPageApi('getRun', { runId: followed ?? '' }),
    enabled: followed !== null,
    refetchInterval: POLL_EVERY_MS,
  });
  const finished = run.data?.run.finishedAt ?? null;

  useEffect(() => {
    if (followed === null || finished === null) return;
    setFollowed(null);
    flagSuccess('The scan is done');
    void queryClient.invalidateQueries({ queryKey: ['overview'] });
  }, [followed, finished, queryClient]);

  const current = followed === null ? null : run.data?.run;
  return (
    <Stack space="space.100">
      <Inline space="space.150" alignBlock="center" shouldWrap>
        <Button
          appearance="primary"
          isDisabled={!canScan || followed !== null}
          isLoading={start.isPending}
          onClick={() => start.mutate()}
        >
          Run a scan now
        </Button>
        <Text color="color.text.subtle">
          {canScan
            ? lastRun?.scannedAt
              ? `Last scan ${formatDateTime(lastRun.scannedAt)}. The next starts within the hour.`
              : 'No scan has ended yet. One starts every hour.'
            : 'Set the AWS credentials and connect an account first.'}
        </Text>
      </Inline>
      {followed !== null && (
        <div aria-live="polite">
          <ProgressBar
            ariaLabel="Scan progress"
            value={current ? progressOf(current).share : 0}
            isIndeterminate={!current}
          />
          <Text size="small">
            {run.isError
              ? 'How far the scan is could not be read; it is asked again.'
              : current
                ? progressOf(current).words
                : 'Starting.'}
          </Text>
        </div>
      )}
    </Stack>
  );
}
