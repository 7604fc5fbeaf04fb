import Button from '@atlaskit/button/new';
import EmptyState from '@atlaskit/empty-state';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExceptionView } from '../../../../../src/contract/exceptions';
import type { ExceptionState } from '../../../../../src/domain/exception';
import { asOneOf, useInAddress } from '../../address';
import { globalPageApi } from '../../api';
import { flagSuccess } from '../../flags';
import { ChoiceField } from '../choice-field';
import { ErrorMessage } from '../error-message';
import { Loading } from '../loading';
import { DecisionDialog, type Verdict } from './decision-dialog';
import { ExceptionsTable } from './exceptions-table';
import { StandingDialog } from './standing-dialog';

const VIEWS = ['current', 'waiting', 'granted', 'over'] as const;
type View = (typeof VIEWS)[number];

const SHOWS: Record<View, { label: string; states: ExceptionState[]; empty: string }> = {
  current: {
    label: 'Waiting and in force',
    states: ['requested', 'granted'],
    empty: 'Nobody has asked for one, and none is in force.',
  },
  waiting: { label: 'Waiting for a decision', states: ['requested'], empty: 'Nothing waits for a decision.' },
  granted: { label: 'In force', states: ['granted'], empty: 'No exception is in force.' },
  over: { label: 'Over', states: ['declined', 'withdrawn', 'expired'], empty: 'None has ended yet.' },
};
const IN_ADDRESS = asOneOf(VIEWS);

const DONE: Record<Verdict, string> = {
  grant: 'The exception is granted',
  decline: 'The exception is declined',
  withdraw: 'The exception has ended',
};

/** What was asked for and decided: findings that may stay as they are for a time. */
export function Exceptions() {
  const queryClient = useQueryClient();
  const [shown, setShown] = useInAddress('exceptions', IN_ADDRESS);
  const [decision, setDecision] = useState<{ exception: ExceptionView; verdict: Verdict } | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const { states, empty } = SHOWS[shown];
  const exceptions = useQuery({
    queryKey: ['exceptions', states],
    queryFn: () => globalPageApi('listExceptions', { states }),
  });
  const changed = async (title: string) => {
    flagSuccess(title);
    setDecision(null);
    setIsAsking(false);
    await Promise.all(
      [['exceptions'], ['findings'], ['summary']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };

  if (exceptions.isPending) return <Loading label="Loading exceptions" />;
  if (exceptions.isError)
    return <ErrorMessage error={exceptions.error} retry={() => void exceptions.refetch()} />;
  return (
    <Stack space="space.200">
      <Inline space="space.200" alignBlock="end" shouldWrap>
        <div style={{ minWidth: 260 }}>
          <ChoiceField
            label="Show"
            options={VIEWS.map((value) => ({ label: SHOWS[value].label, value }))}
            value={shown}
            onChange={setShown}
          />
        </div>
        <Button onClick={() => setIsAsking(true)}>Ask for a standing exception</Button>
      </Inline>
      {exceptions.data.exceptions.length === 0 ? (
        <EmptyState header="No exceptions" description={empty} headingSize="xsmall" />
      ) : (
        <ExceptionsTable
          exceptions={exceptions.data.exceptions}
          mayDecide={exceptions.data.mayDecide}
          onDecide={(exception, verdict) => setDecision({ exception, verdict })}
        />
      )}
      {exceptions.data.more && (
        <Text color="color.text.subtle">
          {`There are more. These are the ${exceptions.data.exceptions.length.toLocaleString('en')} that end ${shown === 'over' ? 'last' : 'first'}.`}
        </Text>
      )}
      <ModalTransition>
        {decision !== null && (
          <DecisionDialog
            {...decision}
            onClose={() => setDecision(null)}
            onDone={() => void changed(DONE[decision.verdict])}
          />
        )}
        {isAsking && (
          <StandingDialog
            onClose={() => setIsAsking(false)}
            onDone={() => void changed('The standing exception is asked for')}
          />
        )}
      </ModalTransition>
    </Stack>
  );
}
