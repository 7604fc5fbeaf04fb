import { Inline, Stack, Text } from '@atlaskit/primitives';
import type { ExceptedFinding } from '../../../../../src/contract/exceptions';
import { IssueLink } from '../external-link';
import { ForeignText } from '../foreign-text';
import { SeverityLozenge } from '../lozenges';

/** One finding in a line or two: how bad, what, where, and its issue. */
export function FindingOfException({ finding }: { finding: ExceptedFinding }) {
  const { severity, ruleTitle, message, accountName, region, issueKey } = finding;
  return (
    <Stack space="space.025">
      <Inline space="space.100" alignBlock="center">
        <SeverityLozenge severity={severity} />
        {issueKey !== null && <IssueLink issueKey={issueKey} />}
        <Text>{ruleTitle}</Text>
      </Inline>
      <Text size="small" color="color.text.subtle">
        <ForeignText text={message} /> (<ForeignText text={accountName} />, {region})
      </Text>
    </Stack>
  );
}
