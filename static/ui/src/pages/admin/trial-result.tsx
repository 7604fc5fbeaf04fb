import Button from '@atlaskit/button/new';
import { Box, Inline, Stack, Text } from '@atlaskit/primitives';
import ProgressBar from '@atlaskit/progress-bar';
import SectionMessage from '@atlaskit/section-message';
import { ErrorMessage } from '../../components/error-message';
import { ForeignText } from '../../components/foreign-text';
import { SeverityLozenge } from '../../components/lozenges';
import type { TrialState } from './use-trial';

const KIND_WORDS = {
  opens: 'Would open',
  resolves: 'Would be resolved',
  changes: 'Would change in severity',
} as const;
const KINDS = ['opens', 'resolves', 'changes'] as const;
const LISTED = 20;

const findings = (number: number) =>
  `${number.toLocaleString('en')} ${number === 1 ? 'finding' : 'findings'}`;

/** `3 findings would open, 12 would be resolved and 1 would change in severity; 7 stay as they are.` */
export function trialInWords({ opens, resolves, changes, stays }: TrialState['totals']): string {
  return `${findings(opens)} would open, ${resolves} would be resolved and ${changes} would change in severity; ${stays} would still fail.`;
}

function whatIsMissing({ status, done, planned, total, unread }: TrialState): string | null {
  const parts = [
    status === 'stopped' ? `It was stopped after ${done} of ${planned}.` : null,
    total > planned ? `Only the first ${planned} of ${total} accounts and regions were asked.` : null,
    ...unread.slice(0, 5).map(({ accountName, scope, reason }) => `${accountName}, ${scope}: ${reason}`),
    unread.length > 5 ? `And ${unread.length - 5} more could not be read.` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** What the trial of a change has seen so far. */
export function TrialResult({ state, onStop }: { state: TrialState; onStop: () => void }) {
  const { status, done, planned, totals } = state;
  const missing = status === 'running' ? null : whatIsMissing(state);
  return (
    <Stack space="space.150">
      {status === 'running' && (
        <Stack space="space.075">
          <ProgressBar ariaLabel="Trying the change" value={planned === 0 ? 0 : done / planned} />
          <Inline space="space.100" alignBlock="center" spread="space-between">
            <Text color="color.text.subtle">{`Read ${done} of ${planned} accounts and regions.`}</Text>
            <Button spacing="compact" appearance="subtle" onClick={onStop}>
              Stop
            </Button>
          </Inline>
        </Stack>
      )}
      {state.error !== null && <ErrorMessage error={state.error} />}
      <div role="status">
        {status !== 'running' && status !== 'failed' && <Text weight="medium">{trialInWords(totals)}</Text>}
      </div>
      {missing !== null && (
        <SectionMessage appearance="warning" title="Not everything is known">
          <p>
            <ForeignText text={missing} />
          </p>
        </SectionMessage>
      )}
      {KINDS.map((kind) => {
        const some = state.findings.filter((finding) => finding.kind === kind);
        if (some.length === 0) return null;
        return (
          <Box key={kind}>
            <Text weight="medium">{KIND_WORDS[kind]}</Text>
            <Box as="ul" paddingInlineStart="space.300">
              {some.slice(0, LISTED).map(({ accountName, scope, resource, message, severity }) => (
                <li key={`${accountName} ${scope} ${resource}`}>
                  <Inline space="space.100" alignBlock="center">
                    <SeverityLozenge severity={severity} />
                    <Text size="small">
                      <ForeignText text={message} /> (<ForeignText text={accountName} />, {scope})
                    </Text>
                  </Inline>
                </li>
              ))}
            </Box>
          </Box>
        );
      })}
    </Stack>
  );
}
