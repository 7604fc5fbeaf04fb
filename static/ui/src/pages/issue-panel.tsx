import Button from '@atlaskit/button/new';
import EmptyState from '@atlaskit/empty-state';
import RefreshIcon from '@atlaskit/icon/core/refresh';
import { Box, Stack, Text } from '@atlaskit/primitives';
import { view } from '@forge/bridge';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PanelView } from '../../../../src/contract/issue-panel';
import { issuePanelApi } from '../api';
import { ErrorMessage } from '../components/error-message';
import { AskForException, PanelException } from '../components/exceptions/panel-exception';
import { FindingDetailView } from '../components/finding-detail';
import { ForeignText } from '../components/foreign-text';
import { Loading } from '../components/loading';
import { SharedResources } from '../components/shared-resources';
import { flagFailure, flagInfo, flagSuccess } from '../flags';

const OUTCOME_TITLES = {
  open: 'Still open',
  resolved: 'Fixed',
  unknown: 'It could not be read',
} as const;

/** The panel on an issue: what was found, how to fix it, and a button that looks again at once. */
export default function IssuePanel() {
  const queryClient = useQueryClient();
  const [findingId, setFindingId] = useState<string | undefined>();
  const chosen = { findingId };
  const panel = useQuery({
    queryKey: ['panel', chosen],
    queryFn: () => issuePanelApi('getPanel', chosen),
    placeholderData: keepPreviousData,
  });
  const checkAgain = useMutation({
    mutationFn: () => issuePanelApi('checkAgain', chosen),
    onSuccess: async ({ finding, outcome, message }) => {
      queryClient.setQueryData<PanelView>(['panel', chosen], (before) =>
        before?.kind === 'finding' ? { ...before, finding } : before,
      );
      if (outcome === 'resolved') flagSuccess(OUTCOME_TITLES[outcome], message);
      else flagInfo(OUTCOME_TITLES[outcome], message);
      // The check may have moved the issue to another status: let Jira show it.
      if (outcome === 'resolved') await view.refresh();
    },
    onError: (error) => flagFailure('The resource could not be checked', error),
  });

  if (panel.isPending) return <Loading label="Loading the finding" />;
  if (panel.isError) return <ErrorMessage error={panel.error} retry={() => void panel.refetch()} />;
  if (panel.data.kind === 'no-finding') {
    return (
      <EmptyState
        header="No cloud finding belongs to this issue"
        description="Cloud Findings shows evidence and guidance here on the issues that it filed."
        headingSize="xsmall"
      />
    );
  }
  return (
    <Box padding="space.100">
      <Stack space="space.150">
        {panel.data.shared !== null && panel.data.shared.total > 1 && (
          <SharedResources
            shared={panel.data.shared}
            chosenId={panel.data.finding.id}
            onChoose={(id) => {
              checkAgain.reset();
              setFindingId(id);
            }}
          />
        )}
        <PanelException panel={panel.data} chosen={chosen} />
        <FindingDetailView
          finding={panel.data.finding}
          showIssue={false}
          actions={
            <>
              <Button
                iconBefore={RefreshIcon}
                spacing="compact"
                isLoading={checkAgain.isPending}
                onClick={() => checkAgain.mutate()}
              >
                Check again now
              </Button>
              <AskForException panel={panel.data} chosen={chosen} />
              <div aria-live="polite">
                {checkAgain.data !== undefined && (
                  <Text color="color.text.subtle">
                    <ForeignText text={checkAgain.data.message} />
                  </Text>
                )}
              </div>
            </>
          }
        />
      </Stack>
    </Box>
  );
}
