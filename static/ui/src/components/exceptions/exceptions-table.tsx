import Button from '@atlaskit/button/new';
import DynamicTable from '@atlaskit/dynamic-table';
import Lozenge from '@atlaskit/lozenge';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import type { ExceptionView } from '../../../../../src/contract/exceptions';
import type { ExceptionState } from '../../../../../src/domain/exception';
import { formatDate } from '../../time';
import { ForeignText } from '../foreign-text';
import type { Verdict } from './decision-dialog';
import { FindingOfException } from './finding-of-exception';
import { patternInWords } from './pattern-in-words';

const STATE_COLORS = {
  requested: 'discovery',
  granted: 'success',
  declined: 'neutral',
  withdrawn: 'neutral',
  expired: 'neutral',
} as const satisfies Record<ExceptionState, string>;

const HEAD = {
  cells: [
    { key: 'what', content: 'What it is about', width: 34 },
    { key: 'reason', content: 'Reason', width: 24 },
    { key: 'until', content: 'Until', isSortable: true, width: 11 },
    { key: 'state', content: 'State', isSortable: true, width: 10 },
    { key: 'actions', content: 'Decide', width: 21 },
  ],
};

/** Exceptions, those that end first at the top; whoever may decide does it here. */
export function ExceptionsTable({
  exceptions,
  mayDecide,
  onDecide,
}: {
  exceptions: readonly ExceptionView[];
  mayDecide: boolean;
  onDecide: (exception: ExceptionView, verdict: Verdict) => void;
}) {
  return (
    <div className="table-scroll">
      <DynamicTable
        label="Exceptions"
        head={HEAD}
        rowsPerPage={25}
        defaultSortKey="until"
        defaultSortOrder="ASC"
        rows={exceptions.map((exception) => ({
          key: exception.id,
          cells: [
            { key: 'what', content: <Subject exception={exception} /> },
            {
              key: 'reason',
              content: (
                <Stack space="space.025">
                  <Text>
                    <ForeignText text={exception.reason} />
                  </Text>
                  <Text size="small" color="color.text.subtle">
                    <ForeignText text={people(exception)} />
                  </Text>
                </Stack>
              ),
            },
            { key: exception.until, content: formatDate(exception.until) },
            {
              key: exception.state,
              content: <Lozenge appearance={STATE_COLORS[exception.state]}>{exception.state}</Lozenge>,
            },
            {
              key: 'actions',
              content: mayDecide ? <Verdicts exception={exception} onDecide={onDecide} /> : null,
            },
          ],
        }))}
      />
    </div>
  );
}

function people({ requestedBy, decidedBy, state, note }: ExceptionView): string {
  const asked = `Asked for by ${requestedBy.name}`;
  if (decidedBy === null) return asked;
  return `${asked}; ${state} by ${decidedBy.name}${note === '' ? '' : `: ${note}`}`;
}

function Subject({ exception: { finding, pattern, covered, state } }: { exception: ExceptionView }) {
  if (pattern !== null) {
    return (
      <Stack space="space.025">
        <Text>{`Standing: ${pattern.ruleIds.join(', ')}`}</Text>
        <Text size="small" color="color.text.subtle">
          <ForeignText text={patternInWords(pattern)} />
        </Text>
        {state === 'granted' && (
          <Text size="small">{`Covers ${covered} ${covered === 1 ? 'finding' : 'findings'}`}</Text>
        )}
      </Stack>
    );
  }
  if (finding === null) return <Text color="color.text.subtle">A finding that is no longer stored</Text>;
  return <FindingOfException finding={finding} />;
}

function Verdicts({
  exception,
  onDecide,
}: {
  exception: ExceptionView;
  onDecide: (exception: ExceptionView, verdict: Verdict) => void;
}) {
  if (exception.state === 'granted') {
    return (
      <Button spacing="compact" onClick={() => onDecide(exception, 'withdraw')}>
        End now
      </Button>
    );
  }
  if (exception.state !== 'requested') return null;
  return (
    <Inline space="space.050">
      <Button spacing="compact" appearance="primary" onClick={() => onDecide(exception, 'grant')}>
        Grant
      </Button>
      <Button spacing="compact" onClick={() => onDecide(exception, 'decline')}>
        Decline
      </Button>
    </Inline>
  );
}
