import Button from '@atlaskit/button/new';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { sandboxApi } from '../api/sandbox';
import { flagOf, showFlag } from '../host/flags';

const LOOK_EVERY_MS = 2_000;

/** What a real site does not have: the sandbox's clock, and the means to hurry it. */
export function SandboxBar() {
  const queries = useQueryClient();
  const status = useQuery({
    queryKey: ['status'],
    queryFn: sandboxApi.status,
    refetchInterval: LOOK_EVERY_MS,
  });
  const failed = (title: string) => (error: Error) => showFlag(flagOf('error', title, error.message));
  const look = () => queries.invalidateQueries({ queryKey: ['status'] });
  const advance = useMutation({
    mutationFn: () => sandboxApi.advanceClock(1),
    onSuccess: look,
    onError: failed('The clock was not advanced'),
  });
  const scan = useMutation({
    mutationFn: sandboxApi.runScan,
    onSuccess: look,
    onError: failed('The scan did not start'),
  });
  useRefreshAfterRun(status.data?.runsFinished);

  const running = status.data?.running ?? false;
  return (
    <section className="sandbox-bar" aria-label="Sandbox">
      <span className="sandbox-bar-state" role="status">
        <strong>Sandbox</strong> {describe(status.data)}
      </span>
      <span className="sandbox-bar-actions">
        <Button spacing="compact" isDisabled={running} onClick={() => scan.mutate()}>
          Run the hourly scan now
        </Button>
        <Button spacing="compact" isDisabled={running} onClick={() => advance.mutate()}>
          Advance one hour
        </Button>
      </span>
    </section>
  );
}

function describe(status: Awaited<ReturnType<typeof sandboxApi.status>> | undefined): string {
  if (status === undefined) return '';
  if (status.lastError !== null && !status.running) return `The last scan failed: ${status.lastError}`;
  const now = timeOf(status.now);
  if (status.running) return `It is ${now}. The hourly scan is running.`;
  if (status.nextRunAt === null) return `It is ${now}. Scans run when you ask for them.`;
  return `It is ${now}. The next scan is at ${timeOf(status.nextRunAt)}.`;
}

function timeOf(moment: number): string {
  return new Date(moment).toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
}

/** A scan changes issues behind the reader's back, so everything shown is read again when one ends. */
function useRefreshAfterRun(runsFinished: number | undefined): void {
  const queries = useQueryClient();
  const seen = useRef(runsFinished);
  useEffect(() => {
    if (runsFinished === undefined || runsFinished === seen.current) return;
    const isFirstLook = seen.current === undefined;
    seen.current = runsFinished;
    if (!isFirstLook) void queries.invalidateQueries({ queryKey: ['jira'] });
  }, [runsFinished, queries]);
}
